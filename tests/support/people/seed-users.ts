import { randomBytes, randomUUID } from "node:crypto";
import { hashPassword } from "#features/accounts/core/hash-password.ts";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import { signValue } from "#features/accounts/core/sign-cookies.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { TEST_SECRETS } from "./mailbox.ts";
import { randomEmail } from "./members.ts";
import type { Member } from "./members.ts";
import { createVisitor } from "./visitor.ts";

export const PASSWORD = "correct horse battery";
let hash: Promise<string> | undefined;

export type Kind = "existing" | "unverified" | "locked" | "passwordless";

/** Writes an account as a sign-up leaves it, but for the work of hashing its password again; answers its id. */
export async function seedUser(
  db: DbHandle,
  { email, kind = "existing", name = "Zezima" }: { email: string; kind?: Kind; name?: string },
): Promise<string> {
  const id = randomUUID();
  const lockedAt = kind === "locked" ? db.sql`now()` : db.sql`null`;
  await db.sql`
    insert into users (id, name, email, email_verified, locked_at, created_at, updated_at)
    values (${id}, ${name}, ${email}, ${kind !== "unverified"}, ${lockedAt}, now(), now())`;
  if (kind === "passwordless") return id;
  hash ??= hashPassword(PASSWORD);
  await db.sql`
    insert into credentials (id, account_id, provider_id, user_id, password, created_at, updated_at)
    values (${randomUUID()}, ${id}, 'credential', ${id}, ${await hash}, now(), now())`;
  return id;
}

/** A session of a user's, and the cookie that carries it. */
export async function seedSession(
  db: DbHandle,
  userId: string,
  { confirmedAt = null }: { confirmedAt?: Date | null } = {},
): Promise<{ id: string; token: string; cookie: string }> {
  const [id, token] = [randomUUID(), randomBytes(24).toString("base64url")];
  await db.sql`
    insert into sessions (id, token, user_id, expires_at, ip_address, user_agent, confirmed_at, created_at, updated_at)
    values (${id}, ${token}, ${userId}, now() + interval '29 days 23 hours', '', '', ${confirmedAt}, now(), now())`;
  return { id, token, cookie: signValue(token, TEST_SECRETS[0] ?? "") };
}

/** Somebody who is signed in, without the work and the budget of signing up. */
export async function seedMember(
  web: { url: string },
  db: DbHandle,
  opts: { email?: string; name?: string; kind?: Kind } = {},
): Promise<Member & { sessionId: string; token: string }> {
  const email = opts.email ?? randomEmail();
  const userId = await seedUser(db, { ...opts, email });
  const { id: sessionId, token, cookie } = await seedSession(db, userId);
  const visitor = createVisitor(web, { cookies: new Map([[SESSION_COOKIE, cookie]]) });
  return { ...visitor, email, password: PASSWORD, userId, sessionId, token };
}
