import { publicProcedure } from "#trpc/procedures.ts";
import {
  getCatalogueInput,
  getChangesInput,
  getItemInput,
  itemCatalogue,
  itemChanges,
  itemList,
  itemView,
  searchItemsInput,
  searchResult,
} from "./contract.ts";
import { noInput } from "#trpc/contract.ts";
import { getCatalogue } from "./list/get-catalogue.ts";
import { getItem } from "./list/get-item.ts";
import { listChanges } from "./list/list-changes.ts";
import { listItems } from "./list/list-items.ts";
import { searchItems } from "./list/search-items.ts";

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
  getCatalogue: publicProcedure
    .meta(perCatalogue)
    .input(getCatalogueInput)
    .output(itemCatalogue)
    .query(({ ctx, input }) => getCatalogue(ctx.deps, input)),
  getChanges: publicProcedure
    .meta({ cache: { ...perTick.cache, sameInput: "marketSince" } })
    .input(getChangesInput)
    .output(itemChanges)
    .query(({ ctx, input }) => listChanges(ctx.deps, input)),
  get: publicProcedure
    .meta(perTick)
    .input(getItemInput)
    .output(itemView)
    .query(({ ctx, input }) => getItem(ctx.deps, input)),
  search: publicProcedure
    .meta(perTick)
    .input(searchItemsInput)
    .output(searchResult)
    .query(({ ctx, input }) => searchItems(ctx.deps, input)),
};
