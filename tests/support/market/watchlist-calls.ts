import { randomUUID } from "node:crypto";
import type { DbHandle } from "#platform/db/db.ts";
import type { Member } from "../people/members.ts";

const ITEM = 561;
let hers = { id: "", link: "" };

/** A shared list of hers, which others could try to reach. */
export async function seedWatchlist(db: DbHandle, { userId }: Member): Promise<void> {
  hers = { id: randomUUID(), link: randomUUID().padEnd(32, "-") };
  await db.sql`
    insert into watchlists (id, user_id, name, position, item_ids, share_token, changed_at)
    values (${hers.id}, ${userId}, 'Alice of Lumbridge', 7, '{561,4151}', ${hers.link}, now())`;
}

/** Calls of the watchlists' procedures as she would make them; see accounts/access.test.ts. */
export const WATCHLIST_CALLS: Record<string, () => unknown> = {
  "watchlists.list": () => undefined,
  "watchlists.getShared": () => ({ token: hers.link.toUpperCase() }),
  "watchlists.create": () => ({ name: "Bob's list" }),
  "watchlists.rename": () => ({ id: hers.id, name: "Bob's list" }),
  "watchlists.delete": () => ({ id: hers.id }),
  "watchlists.order": () => ({ ids: [hers.id] }),
  "watchlists.addItems": () => ({ id: hers.id, itemIds: [ITEM] }),
  "watchlists.removeItems": () => ({ id: hers.id, itemIds: [ITEM] }),
  "watchlists.orderItems": () => ({ id: hers.id, itemIds: [ITEM] }),
  "watchlists.share": () => ({ id: hers.id }),
  "watchlists.unshare": () => ({ id: hers.id }),
  "watchlists.adopt": () => ({ lists: [{ name: "Bob's list", itemIds: [ITEM] }] }),
};

/** Those that answer `not_found` to others. */
export const WATCHLIST_REFUSED = Object.keys(WATCHLIST_CALLS).filter(
  (path) => !/\.(?:list|create|order|adopt)$/.test(path),
);

/** An array of the database, as an export writes it. */
export const wordsOf = (array: unknown): string => String(array).replaceAll(/[{}]/g, "").replaceAll(",", " ");
