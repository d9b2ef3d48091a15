import type { Route } from "#simulators/stripe/api/routes.ts";

const funds = (amount: number) => [{ amount, currency: "usd", source_types: { card: amount } }];

/** The endpoints that health checks call: the account and its balance. */
export const accountRoutes: Route[] = [
  {
    method: "GET",
    path: "/v1/balance",
    run(world, params) {
      params.finish();
      const paid = [...world.state.charges.values()].filter((charge) => charge.paid);
      const total = paid.reduce((sum, { amount }) => sum + amount, 0);
      return { object: "balance", available: funds(total), livemode: false, pending: funds(0) };
    },
  },
  {
    method: "GET",
    path: "/v1/account",
    run(_world, params) {
      params.finish();
      return {
        id: "acct_simulated",
        object: "account",
        charges_enabled: true,
        country: "US",
        default_currency: "usd",
        details_submitted: true,
        email: "simulated@example.com",
        payouts_enabled: true,
        type: "standard",
      };
    },
  },
];
