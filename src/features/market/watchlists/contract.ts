import { z } from "zod";
import { visibleName } from "#trpc/contract.ts";
import { itemIdSchema } from "#features/market/contract.ts";
import { MAX_LISTS, MAX_LIST_ITEMS } from "#features/market/rules/watch/watchlists.ts";

const someItems = z
  .array(itemIdSchema)
  .min(1)
  .max(MAX_LIST_ITEMS, `A list has room for ${MAX_LIST_ITEMS} items`);
const maybeItems = z.array(itemIdSchema).max(MAX_LIST_ITEMS, `A list has room for ${MAX_LIST_ITEMS} items`);
const place = z.number().int().min(0).max(MAX_LIST_ITEMS);

export const watchlist = z.object({
  id: z.string(),
  name: z.string(),
  itemIds: z.array(itemIdSchema).describe("in the owner's order"),
  shareToken: z.string().nullable().describe("of its read-only link; null while it is not shared"),
});
export type WatchlistView = z.infer<typeof watchlist>;

/** All lists of a user, in their order. Each change answers them as they are afterwards. */
export const watchlistSet = z.object({
  lists: z.array(watchlist),
  allowed: z.number().int().describe("distinct items that the plan lets the user watch"),
});
export type WatchlistSet = z.infer<typeof watchlistSet>;

/** `at`: the place among the lists, by default the last. */
export const createWatchlistInput = z.strictObject({
  name: visibleName,
  itemIds: maybeItems.default([]),
  at: place.optional(),
});
export type CreateWatchlistInput = z.infer<typeof createWatchlistInput>;
export const renameWatchlistInput = z.strictObject({ id: z.uuid(), name: visibleName });
export type RenameWatchlistInput = z.infer<typeof renameWatchlistInput>;
export const watchlistIdInput = z.strictObject({ id: z.uuid() });
export type WatchlistIdInput = z.infer<typeof watchlistIdInput>;
/** Lists that are not named follow in the order they had. */
export const orderWatchlistsInput = z.strictObject({ ids: z.array(z.uuid()).min(1).max(MAX_LISTS) });
export type OrderWatchlistsInput = z.infer<typeof orderWatchlistsInput>;

/** `at`: the place of the first added item, by default behind the others. */
export const addItemsInput = z.strictObject({ id: z.uuid(), itemIds: someItems, at: place.optional() });
export type AddItemsInput = z.infer<typeof addItemsInput>;
/** For `removeItems` and `orderItems`: items that the list does not have are ignored. */
export const listItemsInput = z.strictObject({ id: z.uuid(), itemIds: someItems });
export type ListItemsInput = z.infer<typeof listItemsInput>;

/** The lists of a device, to be kept in the account. */
export const adoptWatchlistsInput = z.strictObject({
  lists: z
    .array(z.strictObject({ name: visibleName, itemIds: maybeItems }))
    .min(1)
    .max(MAX_LISTS),
});
export type AdoptWatchlistsInput = z.infer<typeof adoptWatchlistsInput>;

/** Whatever is no token is not found. */
export const sharedWatchlistInput = z.strictObject({ token: z.string().max(200) });
export type SharedWatchlistInput = z.infer<typeof sharedWatchlistInput>;
export const sharedWatchlist = z.object({ name: z.string(), itemIds: z.array(itemIdSchema) });
export type SharedWatchlist = z.infer<typeof sharedWatchlist>;
