import { publicProcedure } from "#trpc/procedures.ts";
import { getPriceHistoryInput, noInput, priceHistory, volumes } from "./contract.ts";
import { getPriceHistory } from "./get-price-history.ts";
import { getVolumes } from "./get-volumes.ts";

export const historyProcedures = {
  getPriceHistory: publicProcedure
    .meta({ cache: { freshS: 15, staleS: 120 } })
    .input(getPriceHistoryInput)
    .output(priceHistory)
    .query(({ ctx, input }) => getPriceHistory(ctx.deps, input)),
  getVolumes: publicProcedure
    .meta({ cache: { freshS: 15, staleS: 120 } })
    .input(noInput)
    .output(volumes)
    .query(({ ctx }) => getVolumes(ctx.deps)),
};
