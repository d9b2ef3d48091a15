import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { PlanDeps } from "#features/billing/records/find-plan.ts";
import { watchlists } from "#features/market/schema.ts";
import { changeWatchlists } from "./change-lists.ts";
import type { SharedWatchlist, SharedWatchlistInput, WatchlistIdInput, WatchlistSet } from "./contract.ts";

/** 192 bits: nobody finds one by trying. */
const TOKEN_BYTES = 24;
const TOKEN = /^[\w-]{32}$/;

const setToken = (
  deps: PlanDeps,
  actor: UserActor,
  id: string,
  token: string | null,
): Promise<WatchlistSet> =>
  changeWatchlists(deps, actor, (lists) =>
    lists.some((list) => list.id === id)
      ? lists.map((list) =>
          list.id !== id || (token !== null && list.shareToken !== null)
            ? list
            : { ...list, shareToken: token },
        )
      : "gone",
  );

/** Gives a list its read-only link; one that it has stays. Throws `not_found` for a list of another user. */
export const shareWatchlist = (
  deps: PlanDeps,
  actor: UserActor,
  { id }: WatchlistIdInput,
): Promise<WatchlistSet> => setToken(deps, actor, id, randomBytes(TOKEN_BYTES).toString("base64url"));

/** Takes the link back: it is not found from now on. Throws `not_found` for a list of another user. */
export const unshareWatchlist = (
  deps: PlanDeps,
  actor: UserActor,
  { id }: WatchlistIdInput,
): Promise<WatchlistSet> => setToken(deps, actor, id, null);

/** What a shared list shows to everybody who has its link. Throws `not_found` for every other token. */
export async function getSharedWatchlist(
  { db }: { db: Db },
  { token }: SharedWatchlistInput,
): Promise<SharedWatchlist> {
  const [list] = TOKEN.test(token)
    ? await db
        .select({ name: watchlists.name, itemIds: watchlists.itemIds })
        .from(watchlists)
        .where(eq(watchlists.shareToken, token))
    : [];
  if (list === undefined) throw new AppError("not_found", "Nobody shares a list by this link");
  return list;
}
