import { pickTighter } from "#platform/limits/limiter.ts";
import type { Limiter, Spent } from "#platform/limits/limiter.ts";
import type { ApiCaller } from "./find-caller.ts";

/** Charges a call to this process's budget, which is all that an answer from cached bytes costs. */
export const chargeHit = ({ limiter }: { limiter: Limiter }, { policy, payer }: ApiCaller): Spent =>
  limiter.chargeHit(policy, payer);

/** Charges the work of a call to the budget that all processes share; returns the tighter of both budgets. */
export const chargeWork = async (
  { limiter }: { limiter: Limiter },
  { policy, payer }: ApiCaller,
  kept: Spent,
): Promise<Spent> => pickTighter(kept, await limiter.chargeWork(policy, payer));
