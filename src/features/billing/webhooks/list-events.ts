import { and, desc, eq, lt, or } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { EventPage, EventPageInput } from "#features/billing/admin/contract.ts";
import { stripeEvents } from "#features/billing/schema.ts";

const PAGE = 50;
const WANTED = {
  all: undefined,
  waiting: eq(stripeEvents.state, "waiting"),
  unknown: eq(stripeEvents.isKnown, false),
} as const satisfies Record<EventPageInput["state"], unknown>;

/** The position after the last event of a page. Times are stored in milliseconds; ids order events of the same one. */
function afterCursor(cursor: string) {
  const [, at, id] = /^(\d{1,14})\.([\w-]{1,200})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new AppError("invalid_input", "after is not a page's next");
  const { receivedAt } = stripeEvents;
  const moment = new Date(Number(at));
  return or(lt(receivedAt, moment), and(eq(receivedAt, moment), lt(stripeEvents.id, id)));
}

/** The delivered events, newest first. Throws `invalid_input` for an invalid `after`. */
export async function listEvents({ db }: { db: Db }, { after, state }: EventPageInput): Promise<EventPage> {
  const rows = await db
    .select()
    .from(stripeEvents)
    .where(and(WANTED[state], after === undefined ? undefined : afterCursor(after)))
    .orderBy(desc(stripeEvents.receivedAt), desc(stripeEvents.id))
    .limit(PAGE + 1);
  const events = rows.slice(0, PAGE).map((row) => ({
    ...row,
    createdAt: row.createdAt.getTime(),
    receivedAt: row.receivedAt.getTime(),
  }));
  const last = events.at(-1);
  return { events, next: rows.length > PAGE && last !== undefined ? `${last.receivedAt}.${last.id}` : null };
}
