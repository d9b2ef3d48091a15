import { noInput } from "#features/market/contract.ts";
import { publicProcedure } from "#trpc/procedures.ts";
import { gameUpdates, getPriceHistoryInput, priceHistory } from "./contract.ts";
import { getPriceHistory } from "./get-price-history.ts";
import { listUpdates } from "./list-updates.ts";

export const historyProcedures = {
  getPriceHistory: publicProcedure
    .meta({ cache: { freshS: 15, staleS: 120 } })
    .input(getPriceHistoryInput)
    .output(priceHistory)
    .query(({ ctx, input }) => getPriceHistory(ctx.deps, input)),
  getUpdates: publicProcedure
    .meta({ cache: { freshS: 60, staleS: 3_600 } })
    .input(noInput)
    .output(gameUpdates)
    .query(({ ctx }) => listUpdates(ctx.deps)),
};
