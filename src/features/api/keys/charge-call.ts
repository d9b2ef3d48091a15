import { extraPoints } from "#platform/limits/answer-price.ts";
import type { AnswerBytes } from "#platform/limits/answer-price.ts";
import { pickTighter } from "#platform/limits/limiter.ts";
import type { Limiter, Spent } from "#platform/limits/limiter.ts";
import type { Log } from "#platform/log/log.ts";
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

/** Charges the size of an answer on top of its call. It is sent in any case; what it costs is missing to the next ones. */
export function chargeBytes(
  { limiter, log }: { limiter: Limiter; log: Log },
  { policy, payer }: ApiCaller,
  spent: Spent,
  bytes: AnswerBytes,
): Spent {
  const points = extraPoints(1, bytes);
  if (points === 0) return spent;
  if (bytes.made > 0)
    limiter.chargeWork(policy, payer, points).catch((error: unknown) => log.warn({ error }, "charge failed"));
  return { ...pickTighter(spent, limiter.chargeHit(policy, payer, points)), allowed: true };
}
