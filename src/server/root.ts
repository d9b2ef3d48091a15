import { accountProcedures, adminProcedures, authProcedures } from "#features/accounts/router.ts";
import { apiKeyProcedures } from "#features/api/router.ts";
import { billingProcedures } from "#features/billing/router.ts";
import { historyProcedures } from "#features/history/router.ts";
import { importProcedures } from "#features/imports/router.ts";
import { marketProcedures, viewProcedures, watchlistProcedures } from "#features/market/router.ts";
import { opsProcedures } from "#features/ops/router.ts";
import {
  characterProcedures,
  flipProcedures,
  limitProcedures,
  portfolioProcedures,
  profitProcedures,
  gapProcedures,
  tradeProcedures,
} from "#features/trades/router.ts";
import { createCallerFactory, router } from "#trpc/init.ts";

export const appRouter = router({
  auth: router(authProcedures),
  account: router(accountProcedures),
  admin: router({ ...adminProcedures, ...opsProcedures }),
  apiKeys: router(apiKeyProcedures),
  billing: router(billingProcedures),
  trades: router(tradeProcedures),
  flips: router(flipProcedures),
  characters: router(characterProcedures),
  profit: router(profitProcedures),
  portfolio: router(portfolioProcedures),
  limits: router(limitProcedures),
  gaps: router(gapProcedures),
  imports: router(importProcedures),
  views: router(viewProcedures),
  watchlists: router(watchlistProcedures),
  items: router({ ...marketProcedures, ...historyProcedures }),
});

export const createCaller = createCallerFactory(appRouter);

declare module "#trpc/register.ts" {
  interface Register {
    router: typeof appRouter;
  }
}
