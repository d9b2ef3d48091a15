import { expect } from "vitest";
import type { TotpStarted } from "#features/accounts/contract.ts";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import type { Desk } from "./desk.ts";
import { seedMember } from "./seed-users.ts";
import { totp } from "./totp.ts";
import { createVisitor } from "./visitor.ts";
import type { Visitor } from "./visitor.ts";

export type Owner = Awaited<ReturnType<typeof seedMember>> & TotpStarted;

/** Accounts with a second factor, and their sign-ins, for the tests of one file. */
export function useSecondFactor(desk: Desk) {
  return {
    /** Somebody whose second factor is on. */
    async seedOwner(): Promise<Owner> {
      const member = await seedMember(desk.web, desk.db);
      const started = (await member.tell("account.startTotp", { password: member.password }))
        .data as TotpStarted;
      await member.tell("account.confirmTotp", { code: totp(started.secret) });
      // As some time later: the code that turned the factor on opens nothing else.
      await desk.db.sql`delete from used_totps where user_id = ${member.userId}`;
      return { ...member, ...started };
    },
    /** A browser in which the password was typed, and that is asked for the second factor. */
    async halfIn({ email, password }: { email: string; password: string }): Promise<Visitor> {
      const browser = createVisitor(desk.web);
      const { data } = await browser.tell("auth.login", { email, password });
      expect(data).toMatchObject({ status: "second_factor" });
      expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
      return browser;
    },
    second: (browser: Visitor, input: object) => browser.tell("auth.verifySecondFactor", input),
    isIn: async (browser: Visitor) =>
      ((await browser.ask("auth.me")).data as { user: object | null }).user !== null,
  };
}
