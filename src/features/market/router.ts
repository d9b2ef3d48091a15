import { publicProcedure, userProcedure } from "#trpc/procedures.ts";
import {
  getCatalogueInput,
  getChangesInput,
  getItemInput,
  itemCatalogue,
  itemChanges,
  itemList,
  itemView,
  recentTrades,
  searchItemsInput,
  searchResult,
} from "./contract.ts";
import { done, noInput } from "#trpc/contract.ts";
import { getCatalogue } from "./list/get-catalogue.ts";
import { getItem } from "./list/get-item.ts";
import { getRecentTrades } from "./list/get-recent-trades.ts";
import { listChanges } from "./list/list-changes.ts";
import { listItems, listUnlisted } from "./list/list-items.ts";
import { searchItems } from "./list/search-items.ts";
import {
  adoptViewsInput,
  adoptedViews,
  changeViewInput,
  namedView,
  rememberViewInput,
  saveViewInput,
  viewIdInput,
  viewList,
} from "./views/contract.ts";
import { adoptViews, changeView, deleteView, saveView } from "./views/manage-views.ts";
import { listViews } from "./views/read-views.ts";
import { rememberView } from "./views/remember-view.ts";
import {
  addItemsInput,
  adoptWatchlistsInput,
  createWatchlistInput,
  listItemsInput,
  orderWatchlistsInput,
  renameWatchlistInput,
  sharedWatchlist,
  sharedWatchlistInput,
  watchlistIdInput,
  watchlistSet,
} from "./watchlists/contract.ts";
import {
  addItems,
  adoptWatchlists,
  createWatchlist,
  deleteWatchlist,
  orderItems,
  orderWatchlists,
  removeItems,
  renameWatchlist,
} from "./watchlists/manage-lists.ts";
import { listWatchlists } from "./watchlists/read-lists.ts";
import { getSharedWatchlist, shareWatchlist, unshareWatchlist } from "./watchlists/share-list.ts";

/** After a time without requests the first one waits for the newest version instead of getting an old one. */
const perTick = { cache: { freshS: 1, staleS: 10, stamp: "market" } };

/** A catalogue version names one answer for ever. */
const perCatalogue = { cache: { freshS: 3_600, staleS: 3_600, isImmutable: true } };

export const marketProcedures = {
  getAll: publicProcedure
    .meta(perTick)
    .input(noInput)
    .output(itemList)
    .query(({ ctx }) => listItems(ctx.deps)),
  getUnlisted: publicProcedure
    .meta(perTick)
    .input(noInput)
    .output(itemList)
    .query(({ ctx }) => listUnlisted(ctx.deps)),
  getCatalogue: publicProcedure
    .meta(perCatalogue)
    .input(getCatalogueInput)
    .output(itemCatalogue)
    .query(({ ctx, input }) => getCatalogue(ctx.deps, input)),
  getChanges: publicProcedure
    .meta({ cache: { ...perTick.cache, sameInput: "marketSince", isPreloaded: true } })
    .input(getChangesInput)
    .output(itemChanges)
    .query(({ ctx, input }) => listChanges(ctx.deps, input)),
  get: publicProcedure
    .meta(perTick)
    .input(getItemInput)
    .output(itemView)
    .query(({ ctx, input }) => getItem(ctx.deps, input)),
  getRecentTrades: publicProcedure
    .meta(perTick)
    .input(getItemInput)
    .output(recentTrades)
    .query(({ ctx, input }) => getRecentTrades(ctx.deps, input)),
  search: publicProcedure
    .meta(perTick)
    .input(searchItemsInput)
    .output(searchResult)
    .query(({ ctx, input }) => searchItems(ctx.deps, input)),
};

export const viewProcedures = {
  list: userProcedure
    .input(noInput)
    .output(viewList)
    .query(({ ctx }) => listViews(ctx.deps, ctx.actor)),
  remember: userProcedure
    .input(rememberViewInput)
    .output(done)
    .mutation(({ ctx, input }) => rememberView(ctx.deps, ctx.actor, input)),
  save: userProcedure
    .input(saveViewInput)
    .output(namedView)
    .mutation(({ ctx, input }) => saveView(ctx.deps, ctx.actor, input)),
  change: userProcedure
    .input(changeViewInput)
    .output(namedView)
    .mutation(({ ctx, input }) => changeView(ctx.deps, ctx.actor, input)),
  delete: userProcedure
    .input(viewIdInput)
    .output(done)
    .mutation(({ ctx, input }) => deleteView(ctx.deps, ctx.actor, input)),
  adopt: userProcedure
    .input(adoptViewsInput)
    .output(adoptedViews)
    .mutation(({ ctx, input }) => adoptViews(ctx.deps, ctx.actor, input)),
};

export const watchlistProcedures = {
  list: userProcedure
    .input(noInput)
    .output(watchlistSet)
    .query(({ ctx }) => listWatchlists(ctx.deps, ctx.actor)),
  getShared: publicProcedure
    .input(sharedWatchlistInput)
    .output(sharedWatchlist)
    .query(({ ctx, input }) => getSharedWatchlist(ctx.deps, input)),
  create: userProcedure
    .input(createWatchlistInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => createWatchlist(ctx.deps, ctx.actor, input)),
  rename: userProcedure
    .input(renameWatchlistInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => renameWatchlist(ctx.deps, ctx.actor, input)),
  delete: userProcedure
    .input(watchlistIdInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => deleteWatchlist(ctx.deps, ctx.actor, input)),
  order: userProcedure
    .input(orderWatchlistsInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => orderWatchlists(ctx.deps, ctx.actor, input)),
  addItems: userProcedure
    .input(addItemsInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => addItems(ctx.deps, ctx.actor, input)),
  removeItems: userProcedure
    .input(listItemsInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => removeItems(ctx.deps, ctx.actor, input)),
  orderItems: userProcedure
    .input(listItemsInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => orderItems(ctx.deps, ctx.actor, input)),
  share: userProcedure
    .input(watchlistIdInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => shareWatchlist(ctx.deps, ctx.actor, input)),
  unshare: userProcedure
    .input(watchlistIdInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => unshareWatchlist(ctx.deps, ctx.actor, input)),
  adopt: userProcedure
    .input(adoptWatchlistsInput)
    .output(watchlistSet)
    .mutation(({ ctx, input }) => adoptWatchlists(ctx.deps, ctx.actor, input)),
};
