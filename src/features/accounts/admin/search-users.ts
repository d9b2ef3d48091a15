import { and, count, desc, eq, ilike, isNotNull, lt, max, or, sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { ManagedUser, SearchUsersInput, UserPage } from "./contract.ts";
import { sessions, users } from "#features/accounts/schema.ts";

const PAGE = 50;

const FILTERS = {
  all: undefined,
  admins: eq(users.role, "admin"),
  locked: isNotNull(users.lockedAt),
  unverified: eq(users.emailVerified, false),
} as const satisfies Record<SearchUsersInput["filter"], unknown>;

/** `%` and `_` are letters here. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`)}%`;

const cursorOf = ({ createdAt, id }: ManagedUser): string => `${createdAt}.${id}`;

/** Stable while accounts are made and deleted: after the last one seen, whatever its number. */
function afterCursor(cursor: string) {
  const [, at, id] = /^(\d{1,14})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new AppError("invalid_input", "after is not a page's next");
  const madeAt = new Date(Number(at));
  // Made in one millisecond: by id.
  const made = sql`date_trunc('milliseconds', ${users.createdAt})`;
  return or(
    sql`${made} < ${madeAt.toISOString()}::timestamptz`,
    and(sql`${made} = ${madeAt.toISOString()}::timestamptz`, lt(users.id, id)),
  );
}

const managed = (db: Db) => {
  const inUse = db
    .select({
      userId: sessions.userId,
      held: count().as("held"),
      lastUsedAt: max(sessions.lastUsedAt).as("last_used"),
    })
    .from(sessions)
    .groupBy(sessions.userId)
    .as("in_use");
  return db
    .select({ user: users, held: inUse.held, lastUsedAt: inUse.lastUsedAt })
    .from(users)
    .leftJoin(inUse, eq(inUse.userId, users.id));
};

type Row = Awaited<ReturnType<typeof managed>>[number];

const toView = ({ user, held, lastUsedAt }: Row): ManagedUser => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  emailVerified: user.emailVerified,
  twoFactor: user.twoFactorEnabled,
  createdAt: user.createdAt.getTime(),
  lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).getTime(),
  sessions: Number(held ?? 0),
  lockedAt: user.lockedAt?.getTime() ?? null,
});

/** Accounts whose name or address holds the text, newest first. Throws `invalid_input` for a made-up `after`. */
export async function searchUsers(
  { db }: { db: Db },
  { text, filter, after }: SearchUsersInput,
): Promise<UserPage> {
  const like = containing(text);
  const matches = and(
    FILTERS[filter],
    text === "" ? undefined : or(ilike(users.name, like), ilike(users.email, like)),
  );
  const [total] = await db.select({ found: count() }).from(users).where(matches);
  const rows = await managed(db)
    .where(and(matches, after === undefined ? undefined : afterCursor(after)))
    .orderBy(desc(sql`date_trunc('milliseconds', ${users.createdAt})`), desc(users.id))
    .limit(PAGE + 1);
  const page = rows.slice(0, PAGE).map(toView);
  const last = page.at(-1);
  return {
    users: page,
    total: total?.found ?? 0,
    next: rows.length > PAGE && last !== undefined ? cursorOf(last) : null,
  };
}

/** One account as an admin sees it. Throws `not_found`. */
export async function findUser(db: Db, userId: string): Promise<ManagedUser> {
  const [row] = await managed(db).where(eq(users.id, userId));
  if (row === undefined) throw new AppError("not_found", "There is no such account");
  return toView(row);
}
