import { AppError } from "#platform/app-error.ts";
import { gateOf } from "#features/billing/records/find-plan.ts";
import { importedTradesPerMonth } from "#features/imports/rules/allowances.ts";

const text = (count: number) => count.toLocaleString("en");

/** Throws `plan_required` if the plan does not allow so many more trades this month: none of them is left out silently. */
export function refuseOverAllowance(
  { allowed, used }: { allowed: number | null; used: number },
  more: number,
): void {
  if (allowed === null || used + more <= allowed) return;
  const left = Math.max(0, allowed - used);
  throw new AppError(
    "plan_required",
    `Your plan imports ${text(allowed)} trades a month: ${text(left)} are left, and this file has ${text(more)} new ones. Nothing was imported. Pro has no limit; or import a file with fewer trades, or wait for the next month`,
    { ...gateOf(importedTradesPerMonth, allowed) },
  );
}
