import { expect, test } from "vitest";
import { hashPassword } from "#features/accounts/core/hash-password.ts";
import { PASSWORD, seedUser } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { newestCode } from "../../support/people/mailbox.ts";
import { randomEmail } from "../../support/people/members.ts";
import { createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const signIn = (email: string, password: string) =>
  createVisitor(desk.web).tell("auth.login", { email, password });

/** Resolves once somebody waits for a lock of the database's own making. */
const somebodyWaits = () =>
  expect
    .poll(
      async () =>
        (await desk.db.sql`select 1 from pg_locks where locktype = 'advisory' and not granted`).length,
      { timeout: 15_000 },
    )
    .toBeGreaterThan(0);

test("a password that a stranger sets before the code is redeemed is removed", async () => {
  const email = randomEmail();
  const userId = await seedUser(desk.db, { email, kind: "unverified" });
  const owner = createVisitor(desk.web);
  await owner.tell("auth.resendOtp", { email });
  const code = await newestCode(desk.db, email);
  const strangers = await hashPassword("a stranger's own");

  // What a second sign-up does, between the check of the owner's password and the claim of the account.
  const entered = await desk.db.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${email}, 1))`;
    const entering = owner.tell("auth.verifyOtp", { email, code, password: PASSWORD });
    await somebodyWaits();
    await tx`update credentials set password = ${strangers} where user_id = ${userId}`;
    return { entering };
  });
  expect((await entered.entering).data).toMatchObject({ status: "signed_in", user: { hasPassword: false } });
  expect((await signIn(email, "a stranger's own")).status).toBe(401);
});

test("two concurrent sign-ups with one e-mail address make one account", async () => {
  const email = randomEmail();
  const visitors = [createVisitor(desk.web), createVisitor(desk.web)];
  const input = { email, password: PASSWORD, name: "N" };
  const replies = await Promise.all(visitors.map((visitor) => visitor.tell("auth.register", input)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  expect(await desk.db.sql`select id from users where email = ${email}`).toHaveLength(1);
  await createVisitor(desk.web).tell("auth.resendOtp", { email });
  const code = await newestCode(desk.db, email);
  const entered = await visitors[0]?.tell("auth.verifyOtp", { email, code, password: PASSWORD });
  expect(entered?.data).toMatchObject({ status: "signed_in", user: { hasPassword: true } });
});
