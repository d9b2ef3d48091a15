import { publicProcedure } from "#trpc/procedures.ts";
import { getPriceHistoryInput, priceHistory } from "./contract.ts";
import { getPriceHistory } from "./get-price-history.ts";

export const historyProcedures = {
  getPriceHistory: publicProcedure
    .meta({ cache: { freshS: 15, staleS: 120 } })
    .input(getPriceHistoryInput)
    .output(priceHistory)
    .query(({ ctx, input }) => getPriceHistory(ctx.deps, input)),
};
