import { publicProcedure } from "#trpc/procedures.ts";
import { getItemInput, itemList, itemView, searchItemsInput, searchResult } from "./contract.ts";
import { noInput } from "#trpc/contract.ts";
import { getItem } from "./list/get-item.ts";
import { listItems } from "./list/list-items.ts";
import { searchItems } from "./list/search-items.ts";

/** After a time without requests the first one waits for the newest version instead of getting an old one. */
const perTick = { cache: { freshS: 1, staleS: 10, stamp: "market" } };

export const marketProcedures = {
  getAll: publicProcedure
    .meta(perTick)
    .input(noInput)
    .output(itemList)
    .query(({ ctx }) => listItems(ctx.deps)),
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
