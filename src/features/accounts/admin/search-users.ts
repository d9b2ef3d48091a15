import { and, count, desc, eq, ilike, isNotNull, lt, max, or, sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { AccountQuestion } from "#platform/account-lifecycle.ts";
import type { Db } from "#platform/db/db.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { ManagedUser, SearchUsersInput, UserPage } from "./contract.ts";
import { hasSecondFactor } from "#features/accounts/core/has-second-factor.ts";
import { sessions, users } from "#features/accounts/schema.ts";

const PAGE = 50;

const FILTERS = {
  all: undefined,
  admins: eq(users.role, "admin"),
  locked: isNotNull(users.lockedAt),
  unverified: eq(users.emailVerified, false),
} as const satisfies Record<SearchUsersInput["filter"], unknown>;

/** A LIKE pattern for a substring; escapes the wildcards `%` and `_`. */
const likePattern = (text: string): string =>
  `%${text.replaceAll(/[\\%_]/g, (wildcard) => `\\${wildcard}`)}%`;

const cursorOf = ({ createdAt, id }: ManagedUser): string => `${createdAt}.${id}`;

/** Keyset pagination: accounts created or deleted between two requests do not shift the pages. */
function afterCursor(cursor: string) {
  const [, at, id] = /^(\d{1,14})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new AppError("invalid_input", "after is not a page's next");
  const cursorAt = new Date(Number(at)).toISOString();
  const createdAt = sql`date_trunc('milliseconds', ${users.createdAt})`;
  // Accounts created in the same millisecond are ordered by id.
  return or(
    sql`${createdAt} < ${cursorAt}::timestamptz`,
    and(sql`${createdAt} = ${cursorAt}::timestamptz`, lt(users.id, id)),
  );
}

const selectUsers = (db: Db) => {
  const usage = db
    .select({
      userId: sessions.userId,
      sessionCount: count().as("session_count"),
      lastUsedAt: max(sessions.lastUsedAt).as("last_used"),
    })
    .from(sessions)
    .groupBy(sessions.userId)
    .as("usage");
  return db
    .select({
      user: users,
      hasSecondFactor: hasSecondFactor(),
      sessionCount: usage.sessionCount,
      lastUsedAt: usage.lastUsedAt,
    })
    .from(users)
    .leftJoin(usage, eq(usage.userId, users.id));
};

type Row = Awaited<ReturnType<typeof selectUsers>>[number];

const toView = ({ user, hasSecondFactor: twoFactor, sessionCount, lastUsedAt }: Row): ManagedUser => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  emailVerified: user.emailVerified,
  twoFactor,
  createdAt: user.createdAt.getTime(),
  lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).getTime(),
  sessions: Number(sessionCount ?? 0),
  lockedAt: user.lockedAt?.getTime() ?? null,
});

/** Accounts whose name or e-mail address contains the text, newest first. Throws `invalid_input` for a bad `after`. */
export async function searchUsers(
  deps: AccountQuestion & Pick<AccountDeps, "accountLifecycle">,
  { text, filter, after }: SearchUsersInput,
): Promise<UserPage> {
  const { db } = deps;
  const pattern = likePattern(text);
  const matches = and(
    FILTERS[filter],
    text === "" ? undefined : or(ilike(users.name, pattern), ilike(users.email, pattern)),
  );
  const [total] = await db.select({ found: count() }).from(users).where(matches);
  const rows = await selectUsers(db)
    .where(and(matches, after === undefined ? undefined : afterCursor(after)))
    .orderBy(desc(sql`date_trunc('milliseconds', ${users.createdAt})`), desc(users.id))
    .limit(PAGE + 1);
  const page = rows.slice(0, PAGE).map(toView);
  const last = page.at(-1);
  return {
    users: page,
    plans: await plansOf(
      deps,
      page.map(({ id }) => id),
    ),
    total: total?.found ?? 0,
    next: rows.length > PAGE && last !== undefined ? cursorOf(last) : null,
  };
}

/** Asks the features above, one of which sells plans. */
async function plansOf(
  { accountLifecycle, ...question }: Parameters<typeof searchUsers>[0],
  userIds: readonly string[],
): Promise<UserPage["plans"]> {
  const answers = await Promise.all(
    accountLifecycle.map(({ planOf }) => planOf?.(question, userIds) ?? null),
  );
  const known = answers.filter((plans) => plans !== null);
  return known.length === 0 ? null : Object.fromEntries(known.flatMap((plans) => [...plans]));
}

/** One account as an admin sees it. Throws `not_found`. */
export async function findUser(db: Db, userId: string): Promise<ManagedUser> {
  const [row] = await selectUsers(db).where(eq(users.id, userId));
  if (row === undefined) throw new AppError("not_found", "There is no such account");
  return toView(row);
}
