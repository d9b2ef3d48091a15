import { accountProcedures, adminProcedures, authProcedures } from "#features/accounts/router.ts";
import { billingProcedures } from "#features/billing/router.ts";
import { historyProcedures } from "#features/history/router.ts";
import { marketProcedures } from "#features/market/router.ts";
import { createCallerFactory, router } from "#trpc/init.ts";

export const appRouter = router({
  auth: router(authProcedures),
  account: router(accountProcedures),
  admin: router(adminProcedures),
  billing: router(billingProcedures),
  items: router({ ...marketProcedures, ...historyProcedures }),
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
