import { noInput } from "#trpc/contract.ts";
import type { ApiContext } from "#trpc/init.ts";
import { adminProcedure, publicProcedure } from "#trpc/procedures.ts";
import { historyAlerts, historyDrifts, historyReport } from "./admin/contract.ts";
import {
  deleteUpdateInput,
  exportHistoryInput,
  exportedHistory,
  gameUpdate,
  gameUpdates,
  getPriceHistoryInput,
  priceHistory,
  saveUpdateInput,
  volumes,
} from "./contract.ts";
import { deleteUpdate } from "./updates/delete-update.ts";
import { exportHistory } from "./read/export-history.ts";
import { getPriceHistory } from "./read/get-price-history.ts";
import { getReport } from "./admin/get-report.ts";
import { listAlerts } from "./admin/list-alerts.ts";
import { listDrifts } from "./admin/list-drifts.ts";
import { listUpdates } from "./updates/list-updates.ts";
import { readUpdates } from "./updates/read-updates.ts";
import { getMarketStatus } from "./status/get-status.ts";
import { getVolumes } from "./status/get-volumes.ts";
import { marketStatus } from "#features/feed/contract.ts";
import { saveUpdate } from "./updates/save-update.ts";

const userOf = async ({ request }: ApiContext): Promise<string | null> =>
  (await request.session())?.userId ?? null;

export const historyProcedures = {
  getStatus: publicProcedure
    .meta({ cache: { freshS: 1, staleS: 10 } })
    .input(noInput)
    .output(marketStatus)
    .query(({ ctx }) => getMarketStatus(ctx.deps)),
  getVolumes: publicProcedure
    .meta({ cache: { freshS: 1, staleS: 10, stamp: "market" } })
    .input(noInput)
    .output(volumes)
    .query(({ ctx }) => getVolumes(ctx.deps)),
  getPriceHistory: publicProcedure
    .meta({ cache: { freshS: 15, staleS: 120, byPlan: true } })
    .input(getPriceHistoryInput)
    .output(priceHistory)
    .query(async ({ ctx, input }) => getPriceHistory(ctx.deps, await ctx.request.plan(), input)),
  /** Public, since exports are free where no plans are sold; `exportHistory` checks the plan. */
  exportHistory: publicProcedure
    .input(exportHistoryInput)
    .output(exportedHistory)
    .query(async ({ ctx, input }) => exportHistory(ctx.deps, await userOf(ctx), input)),
  getUpdates: publicProcedure
    .meta({ cache: { freshS: 5, staleS: 10 } })
    .input(noInput)
    .output(gameUpdates)
    .query(({ ctx }) => listUpdates(ctx.deps)),
  /** Reads past all caches, so that an edit starts from the current state. */
  getUpdatesToEdit: adminProcedure
    .input(noInput)
    .output(gameUpdates)
    .query(({ ctx }) => readUpdates(ctx.deps)),
  saveUpdate: adminProcedure
    .input(saveUpdateInput)
    .output(gameUpdate)
    .mutation(({ ctx, input }) => saveUpdate(ctx.deps, ctx.actor, input)),
  /** Returns the deleted update, so that it can be saved again. */
  deleteUpdate: adminProcedure
    .input(deleteUpdateInput)
    .output(gameUpdate)
    .mutation(({ ctx, input }) => deleteUpdate(ctx.deps, ctx.actor, input)),
  getHistoryReport: adminProcedure
    .input(noInput)
    .output(historyReport)
    .query(({ ctx }) => getReport(ctx.deps)),
  getHistoryAlerts: adminProcedure
    .input(noInput)
    .output(historyAlerts)
    .query(({ ctx }) => listAlerts(ctx.deps)),
  getHistoryDrifts: adminProcedure
    .input(noInput)
    .output(historyDrifts)
    .query(({ ctx }) => listDrifts(ctx.deps)),
};
