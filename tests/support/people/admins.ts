import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import { systemClock } from "#platform/clock.ts";
import type { Clock } from "#platform/clock.ts";
import type { DbHandle } from "#platform/db/db.ts";
import type { Member } from "./members.ts";
import { seedSecondFactor } from "./seed-factor.ts";
import { seedMember, seedSession } from "./seed-users.ts";

/** Makes somebody an admin with a second factor, whose one session was confirmed just now. */
export async function makeAdmin(
  db: DbHandle,
  { userId, cookies }: Pick<Member, "userId" | "cookies">,
  clock: Clock = systemClock,
): Promise<void> {
  await db.sql`update users set role = 'admin' where id = ${userId}`;
  await db.sql`delete from sessions where user_id = ${userId}`;
  await seedSecondFactor(db, userId);
  const { cookie } = await seedSession(db, userId, { confirmedAt: clock.now() });
  cookies.set(SESSION_COOKIE, cookie);
}

/** An admin with a second factor, signed in and confirmed just now. */
export async function seedAdmin(
  web: { url: string },
  db: DbHandle,
  opts: { name?: string; clock?: Clock } = {},
): Promise<Member> {
  const member = await seedMember(web, db, opts);
  await makeAdmin(db, member, opts.clock);
  return member;
}
