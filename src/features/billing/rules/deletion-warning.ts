import type { BillingStatus } from "#features/billing/contract.ts";
import { isLiveStatus } from "./live-status.ts";

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" });

/** What a user with a running plan loses by deleting the account; null without a running plan. */
export function deletionWarning({
  configured,
  status,
  plan,
  periodEndsAt,
  trialEndsAt,
}: BillingStatus): string | null {
  if (!configured || !isLiveStatus(status)) return null;
  if (plan === "free") return "Your subscription ends at once with the account.";
  if (status === "trialing") {
    const until = trialEndsAt ?? periodEndsAt;
    const end = until === null ? "" : `, until ${day.format(until)}`;
    return `You have a trial of Pro${end}. It ends at once with the account, nothing is charged, and an account of the same address or card gets no second one.`;
  }
  const paid = status === "active" && periodEndsAt !== null ? `, paid until ${day.format(periodEndsAt)}` : "";
  return `You have Pro${paid}. It ends at once with the account, and nothing of what is paid is given back. To use it up first, cancel it under Plan and delete the account when it has ended.`;
}
