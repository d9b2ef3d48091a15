"use client";
import type { BillingStatus } from "#features/billing/contract.ts";
import { PRICES } from "#features/billing/rules/plans.ts";
import type { PriceKey } from "#features/billing/rules/plans.ts";
import { Confirm } from "#ui/feedback/confirm.tsx";
import { describePlan } from "./plan-description.ts";
import { priceText } from "./price-text.ts";
import { formatDay } from "#ui/format/format.ts";
import { trpc } from "#trpc/client.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import { readNow } from "#ui/format/now.tsx";

type PlanActionsProps = { billing: BillingStatus; onMessage: (text: string) => void };

const otherThan = ({ ownPrice }: BillingStatus): PriceKey =>
  ownPrice?.interval === "year" ? "pro_monthly" : "pro_yearly";

function changeText({ status }: BillingStatus, to: PriceKey): string {
  const price = PRICES[to];
  return status === "trialing"
    ? `Your trial goes on as it is. After it your card is charged ${priceText(price)}, unless you cancel before.`
    : `From today Pro costs ${priceText(price)}. What you have paid and not used counts towards it; Stripe settles the difference.`;
}

function endText({ status, periodEndsAt }: BillingStatus): string {
  const until = periodEndsAt === null ? "the end of what is paid" : formatDay(periodEndsAt);
  if (status === "past_due") {
    return "It will not be renewed, and what is open at Stripe stays open. Nothing you saved is deleted. You can resume until it ends.";
  }
  return `Pro goes on until ${until}, then you are on Free and nothing more is charged. Nothing you saved is deleted. You can resume until that day.`;
}

/** Changes or cancels a plan after a confirmation with the consequences. Resume reverts a cancellation. */
export function PlanActions({ billing, onMessage }: PlanActionsProps) {
  const utils = trpc.useUtils();
  const opts = {
    onMutate: () => onMessage(""),
    onSuccess: async (changed: BillingStatus) => {
      await utils.billing.status.cancel();
      utils.billing.status.setData(undefined, changed);
      void utils.billing.invoices.invalidate();
      onMessage(`Done. ${describePlan(changed, readNow()).title}`);
    },
    // The error's message states what is known of the outcome.
    onError: (error: Parameters<typeof faultText>[0]) => {
      onMessage(faultText(error));
      void utils.billing.status.invalidate();
    },
  };
  const cancel = trpc.billing.cancel.useMutation(opts);
  const resume = trpc.billing.resume.useMutation(opts);
  const change = trpc.billing.changePlan.useMutation(opts);
  const other = otherThan(billing);
  const to = PRICES[other].words.toLowerCase();
  if (billing.cancelAtPeriodEnd) {
    return (
      <Button tone="primary" pending={resume.isPending} onPress={() => resume.mutate()}>
        {resume.isPending ? "Resuming…" : "Resume"}
      </Button>
    );
  }
  return (
    <>
      <Confirm
        key={other}
        label={`Change to ${to}`}
        confirm={`Yes, change to ${to}`}
        busyLabel="Changing…"
        back="Keep it as it is"
        pending={change.isPending}
        onConfirm={() => change.mutate({ price: other })}
      >
        {changeText(billing, other)}
      </Confirm>
      <Confirm
        label="Cancel plan"
        confirm="Yes, cancel"
        busyLabel="Cancelling…"
        back="Keep Pro"
        tone="danger"
        pending={cancel.isPending}
        onConfirm={() => cancel.mutate()}
      >
        {endText(billing)}
      </Confirm>
    </>
  );
}
