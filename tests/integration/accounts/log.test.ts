import { expect, test } from "vitest";
import { issueCode } from "#features/accounts/codes/issue-code.ts";
import { sessions, users } from "#features/accounts/schema.ts";
import { serializeError } from "#platform/log/log-error.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";

const desk = useDesk();
const failureOf = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => undefined,
    (error: unknown) => error,
  );

test("a failed query logs no e-mail address, token or value of a row", async () => {
  const { email, userId, token } = await seedMember(desk.web, desk.db);
  const { orm, sql } = desk.db;
  const now = desk.clock.now();
  const row = { id: userId, name: "Zezima", email, createdAt: now, updatedAt: now };
  const held = { id: userId, token, userId, expiresAt: now, createdAt: now, updatedAt: now };
  const purpose = "sign_in" as const;
  const failures = await Promise.all(
    [
      orm.insert(users).values({ ...row, id: crypto.randomUUID() }),
      orm.insert(sessions).values(held),
      orm.insert(users).values({ ...row, id: email, email: `other-${email}` }),
      sql`update users set email = null where id = ${userId}`,
      sql`select ${email}::text::uuid`,
      issueCode({ db: orm, clock: { now: () => new Date(Number.NaN) }, secrets: [] }, { email, purpose }),
    ].map(failureOf),
  );
  for (const failure of failures) {
    expect(failure).toBeInstanceOf(Error);
    const text = JSON.stringify(serializeError(failure));
    for (const value of [email, token]) expect(text).not.toContain(value);
  }
});
