import { describe, expect, test } from "vitest";
import { seedMember, seedUser } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { newestCode, queuedMails } from "../../support/people/mailbox.ts";
import { randomEmail } from "../../support/people/members.ts";
import type { Member } from "../../support/people/members.ts";
import { createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const not = (code: string) => (code === "000000" ? "000001" : "000000");

/** Asks for the change and answers the two codes that were mailed. */
async function ask(member: Member, newEmail: string) {
  const { data } = await member.tell("account.requestEmailChange", { newEmail });
  expect(data).toEqual({ status: "code_sent", expiresInS: 600 });
  return {
    presentCode: await newestCode(desk.db, member.email),
    newCode: await newestCode(desk.db, newEmail),
  };
}
const fieldOf = ({ status, error }: Awaited<ReturnType<Member["tell"]>>) => [status, error?.app?.["field"]];
const signIn = (email: string, password: string) =>
  createVisitor(desk.web).tell("auth.login", { email, password });

describe("a change of e-mail address", () => {
  test("needs both codes, is mailed to the old address, and takes effect at once", async () => {
    const [member, newEmail] = [await seedMember(desk.web, desk.db), randomEmail()];
    const codes = await ask(member, ` ${newEmail.toUpperCase()}`.trim().toLowerCase());
    const { data } = await member.tell("account.changeEmail", { newEmail, ...codes });
    expect(data).toMatchObject({ id: member.userId, email: newEmail });
    expect((await queuedMails(desk.db, member.email))[0]?.content.subject).toBe(
      "Your e-mail address was changed",
    );
    expect((await signIn(newEmail, member.password)).status).toBe(200);
    expect((await signIn(member.email, member.password)).status).toBe(401);
    const again = await member.tell("account.changeEmail", { newEmail, ...codes });
    expect(fieldOf(again)).toEqual([400, "presentCode"]);
  });

  test("redeems neither code if the other is wrong, but counts the tries", async () => {
    const [member, newEmail] = [await seedMember(desk.web, desk.db), randomEmail()];
    const { presentCode, newCode } = await ask(member, newEmail);
    const change = (input: object) =>
      member.tell("account.changeEmail", { newEmail, presentCode, newCode, ...input });
    expect(fieldOf(await change({ presentCode: not(presentCode) }))).toEqual([400, "presentCode"]);
    expect(fieldOf(await change({ newCode: not(newCode) }))).toEqual([400, "newCode"]);
    const tries = await desk.db.sql`
      select split_part(purpose, ':', 1) as purpose, tries from codes
      where email in (${member.email}, ${newEmail}) order by 1`;
    expect(tries).toEqual([
      { purpose: "change_email_new", tries: 1 },
      { purpose: "change_email_present", tries: 2 },
    ]);
    expect((await change({})).status).toBe(200);
  });

  test("rejects codes of other users and for other e-mail addresses", async () => {
    const [member, other] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
    const [newEmail, elsewhere] = [randomEmail(), randomEmail()];
    const codes = await ask(member, newEmail);
    const own = await ask(other, newEmail);
    const swapped = await other.tell("account.changeEmail", { newEmail, ...own, newCode: codes.newCode });
    if (codes.newCode !== own.newCode) expect(fieldOf(swapped)).toEqual([400, "newCode"]);
    const moved = await member.tell("account.changeEmail", { newEmail: elsewhere, ...codes });
    expect(fieldOf(moved)).toEqual([400, "newCode"]);
    expect((await member.tell("account.changeEmail", { newEmail, ...codes })).status).toBe(200);
    const late = await other.tell("account.changeEmail", { newEmail, ...own });
    expect([late.status, late.error?.app]).toEqual([409, { code: "conflict", field: "newEmail" }]);
  });

  test("to an e-mail address with an account is only mailed to its owner", async () => {
    const [member, owner] = [await seedMember(desk.web, desk.db), randomEmail()];
    await seedUser(desk.db, { email: owner });
    const codes = await ask(member, owner);
    expect((await queuedMails(desk.db, owner))[0]?.content.subject).toContain("You have an account already");
    // The owner's own code signs in and changes nobody's address, even in the wrong hands.
    const changed = await member.tell("account.changeEmail", { newEmail: owner, ...codes });
    expect(fieldOf(changed)).toEqual([400, "newCode"]);
    expect(await desk.db.sql`select 1 from users where email = ${owner}`).toHaveLength(1);
  });

  test("to the current or an invalid e-mail address is refused", async () => {
    const member = await seedMember(desk.web, desk.db);
    const same = await member.tell("account.requestEmailChange", { newEmail: member.email.toUpperCase() });
    expect(fieldOf(same)).toEqual([400, "newEmail"]);
    expect((await member.tell("account.requestEmailChange", { newEmail: "none" })).status).toBe(400);
  });

  test("may be requested ten times an hour per new e-mail address, by all accounts together", async () => {
    const newEmail = randomEmail();
    const statuses: number[] = [];
    for (let at = 0; at < 12; at++) {
      const member = await seedMember(desk.web, desk.db);
      statuses.push((await member.tell("account.requestEmailChange", { newEmail })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429, 429]);
    const another = await seedMember(desk.web, desk.db);
    const guess = { newEmail, presentCode: "000000", newCode: "000000" };
    expect((await another.tell("account.changeEmail", guess)).status).toBe(429);
  });
});
