import type { BillingStatus, SubscriptionStatus } from "#features/billing/contract.ts";
import { isLiveStatus } from "#features/billing/rules/live-status.ts";
import { TRIAL_DAYS } from "#features/billing/rules/plans.ts";
import { formatMoney } from "#features/billing/rules/money.ts";
import { priceText } from "./price-text.ts";
import { formatDay } from "#ui/format/format.ts";

type PlanDescription = {
  tone: "good" | "notice" | "bad" | "quiet";
  /** The plan's state in one sentence, with its date. */
  title: string;
  /** What happens next, and when. */
  text: string;
};

type State = Pick<BillingStatus, "plan" | "status" | "pauseBehavior">;
type CancelDates = Pick<BillingStatus, "cancelsAt" | "periodEndsAt">;
type EndState = State & Pick<BillingStatus, "trialRefused">;

/** Whether a subscription ran, but Stripe has not confirmed it since it was due for renewal. */
const isLapsed = ({ plan, status, pauseBehavior }: State): boolean =>
  plan === "free" && pauseBehavior !== "void" && (status === "trialing" || status === "active");

/** Whether a subscription exists at Stripe, so that none can be bought. For a lapsed one, checkout asks Stripe first. */
export const isLive = (billing: State): boolean => isLiveStatus(billing.status) && !isLapsed(billing);

const CHANGEABLE: ReadonlySet<SubscriptionStatus> = new Set(["trialing", "active", "past_due"]);
/** Whether the server allows changing or cancelling the plan. */
export const canChange = (billing: State): boolean => CHANGEABLE.has(billing.status) && !isLapsed(billing);

/** Whether the user had Pro before and is on Free now: data above Free's limits is kept, but locked. */
export const isDowngraded = ({ plan, status, trialRefused }: EndState): boolean =>
  plan === "free" &&
  !trialRefused &&
  status !== "none" &&
  status !== "incomplete" &&
  status !== "incomplete_expired";

const dayOr = (atMs: number | null, without: string): string => (atMs === null ? without : formatDay(atMs));

/** The day on which a cancelled plan ends, epoch ms. */
export const cancelDay = ({ cancelsAt, periodEndsAt }: CancelDates): number | null =>
  cancelsAt ?? periodEndsAt;

/** Whether a cancelled plan is charged again before its end, because a later day than that of the period was set. */
export const renewsBeforeEnd = ({ cancelsAt, periodEndsAt }: CancelDates): boolean =>
  cancelsAt !== null && periodEndsAt !== null && cancelsAt > periodEndsAt;

/** Describes a user's plan in sentences. `nowMs` (epoch ms) decides whether the end has passed. */
export function describePlan(billing: BillingStatus, nowMs: number): PlanDescription {
  if (!billing.configured) {
    return {
      tone: "good",
      title: "This copy has everything for everybody.",
      text: "Nothing is sold here: there is no plan to choose and nothing to pay.",
    };
  }
  const price = billing.ownPrice;
  const sum = price === null ? "the price of your plan" : formatMoney(price.cents, price.currency);
  const end = dayOr(billing.periodEndsAt, "the end of what is paid");
  const cancelsOn = dayOr(cancelDay(billing), "the end of what is paid");
  if (isLapsed(billing)) {
    return {
      tone: "bad",
      title: `Stripe has not confirmed Pro since ${end}: you are on Free.`,
      text: "If you have paid, Pro comes back as soon as Stripe answers for it. Otherwise start it again under Plans: Stripe is asked first, and nothing is paid twice.",
    };
  }
  const paused = canChange(billing) ? describePause(billing) : null;
  if (paused !== null) return paused;
  switch (billing.status) {
    case "trialing": {
      const until = dayOr(billing.trialEndsAt ?? billing.periodEndsAt, "its end");
      const title = `Pro trial until ${until}.`;
      if (billing.cancelAtPeriodEnd && renewsBeforeEnd(billing)) {
        return {
          tone: "notice",
          title,
          text: `Then your card is charged ${sum}, and Pro goes on until ${cancelsOn}, the day that you have set. Then you are on Free.`,
        };
      }
      return billing.cancelAtPeriodEnd
        ? {
            tone: "notice",
            title: `Pro trial until ${cancelsOn}.`,
            text: "Then you are on Free. Nothing will be charged.",
          }
        : {
            tone: "good",
            title,
            text: `Then your card is charged and Pro goes on for ${price === null ? sum : priceText(price)}, unless you cancel before. Without a card on file you are on Free again and nothing is charged.`,
          };
    }
    case "active":
      return billing.cancelAtPeriodEnd
        ? {
            tone: "notice",
            title: `Pro until ${cancelsOn}, then Free.`,
            text: renewsBeforeEnd(billing)
              ? `Until then it renews as before: your card is charged ${sum} on ${end}.`
              : "Nothing more will be charged.",
          }
        : { tone: "good", title: `Pro, renews on ${end}.`, text: `Your card is charged ${sum} then.` };
    case "past_due":
      return pastDue(billing);
    case "unpaid":
      return {
        tone: "bad",
        title: "Payment failed: you are on Free.",
        text: "Pro comes back as soon as the open invoice is paid. Nothing you saved is gone.",
      };
    case "paused":
      return {
        tone: "notice",
        title: "Your plan is paused: you are on Free.",
        text: "It goes on once a card is on file.",
      };
    case "incomplete":
      return {
        tone: "bad",
        title: "The first payment did not go through: you are on Free.",
        text: "Nothing was charged. You can start again.",
      };
    case "canceled": {
      if (billing.trialRefused) {
        return {
          tone: "notice",
          title: "Your card had a trial before: you are on Free.",
          text: "Each card has one trial, and yours had its trial with another account. So this one ended at once, and nothing was charged. You can start Pro without a trial under Plans, also with this card.",
        };
      }
      const over = billing.periodEndsAt !== null && billing.periodEndsAt <= nowMs;
      return {
        tone: "quiet",
        title: `Pro ended${over ? ` on ${end}` : ""}: you are on Free.`,
        text: "Nothing more will be charged, and nothing you saved is gone.",
      };
    }
    case "none":
    case "incomplete_expired":
      return {
        tone: "quiet",
        title: "You are on Free.",
        text: billing.trialAvailable
          ? `${TRIAL_DAYS} days of Pro are free. Starting takes a card, which is charged when they end, unless you cancel before.`
          : "Nothing is charged.",
      };
  }
}

/** Null if payments are collected, or a failed payment from before the pause is what matters. */
function describePause(billing: BillingStatus): PlanDescription | null {
  const { status, pauseBehavior, pauseResumesAt, cancelAtPeriodEnd } = billing;
  if (pauseBehavior === null || (status === "past_due" && pauseBehavior !== "void")) return null;
  const until = pauseResumesAt === null ? "" : ` until ${formatDay(pauseResumesAt)}`;
  const end = cancelAtPeriodEnd ? " You have set it to end, so it will not be renewed." : "";
  if (pauseBehavior === "void") {
    return {
      tone: "notice",
      title: `Your plan is paused${until}: you are on Free.`,
      text: `Nothing is charged meanwhile, and nothing you saved is gone. Pro comes back when the pause ends.${end}`,
    };
  }
  return {
    tone: "notice",
    title: `Pro, with payments paused${until}.`,
    text:
      pauseBehavior === "keep_as_draft"
        ? `Nothing is charged meanwhile. What comes due is charged when the pause ends.${end}`
        : `What comes due meanwhile is not charged, then or later.${end}`,
  };
}

function pastDue({ plan, graceEndsAt, cancelAtPeriodEnd }: BillingStatus): PlanDescription {
  const after = cancelAtPeriodEnd
    ? "You have set it to end, so it will not be renewed."
    : "If all tries fail the plan ends.";
  if (plan === "free") {
    return {
      tone: "bad",
      title: "Payment failed, and the days of grace are over: you are on Free.",
      text: `Pro comes back as soon as the open invoice is paid. ${after}`,
    };
  }
  const until = dayOr(graceEndsAt, "the days of grace are over");
  return {
    tone: "bad",
    title: `Payment failed: Pro goes on until ${until}.`,
    text: `Stripe tries the card again by itself. Update the card until then to keep Pro; otherwise you are on Free from that day, until it is paid. ${after}`,
  };
}
