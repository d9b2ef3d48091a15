import type { Route } from "#simulators/stripe/api/routes.ts";
import { accountRoutes } from "./account.ts";
import { clockRoutes } from "./clocks.ts";
import { customerRoutes } from "./customers.ts";
import { endpointRoutes } from "./endpoints.ts";
import { eventRoutes } from "./events.ts";
import { invoiceRoutes } from "./invoices.ts";
import { methodRoutes } from "./methods.ts";
import { paymentRoutes } from "./payments.ts";
import { portalRoutes } from "./portal.ts";
import { priceRoutes } from "./prices.ts";
import { productRoutes } from "./products.ts";
import { sessionRoutes } from "./sessions.ts";
import { subscriptionRoutes } from "./subscriptions.ts";

/** All endpoints served here; others answer "Unrecognized request URL". */
export const ROUTES: Route[] = [
  ...customerRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...methodRoutes,
  ...subscriptionRoutes,
  ...invoiceRoutes,
  ...paymentRoutes,
  ...sessionRoutes,
  ...portalRoutes,
  ...eventRoutes,
  ...endpointRoutes,
  ...clockRoutes,
  ...accountRoutes,
];
