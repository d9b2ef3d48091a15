import type { MailContent } from "#features/mail/contract.ts";
import type { LedgerEffect } from "#features/billing/rules/effects.ts";
import { PRICES, TRIAL_DAYS, isPriceKey } from "#features/billing/rules/plans.ts";

type Told = {
  effect: LedgerEffect;
  cents?: number;
  currency?: string;
  detail?: Record<string, string | number>;
};

const money = (cents: number, currency: string): string =>
  new Intl.NumberFormat("en-US", { style: "currency", currency: currency.toUpperCase() }).format(cents / 100);

const termsOf = (price: string | number | undefined): string => {
  if (typeof price !== "string" || !isPriceKey(price)) return "Pro";
  const { cents, currency, interval, words } = PRICES[price];
  return `Pro ${words.toLowerCase()}, ${money(cents, currency)} a ${interval}`;
};

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** The consequence of a failed payment for a customer who has, had or wanted the plan, as of when it was first seen. */
function failureText({ means, until }: Record<string, string | number>): string {
  switch (means) {
    case "grace":
      return `Your plan goes on until ${day.format(Number(until))} (UTC), while it is tried again. Check the card, or pay with another one.`;
    case "locked":
      return "The days of grace are over: you have the free plan now. Pro comes back as soon as this is paid. Check the card, or pay with another one.";
    case "ended":
      return "The plan that it was for has ended: you have the free plan now. Under Plans you can start again.";
    case "not_begun":
      return "Pro has not begun, and nothing was charged. It begins as soon as this is paid. Check the card, or pay with another one.";
    default:
      return "Check the card, or pay with another one.";
  }
}

const MANAGE = (publicUrl: string) => ({ label: "See your plan", url: `${publicUrl}/settings/billing` });

/** The mail about an effect; null for effects that only the page shows. */
export function effectMail(
  { effect, cents, currency, detail = {} }: Told,
  publicUrl: string,
): MailContent | null {
  const action = MANAGE(publicUrl);
  const mail = (subject: string, ...paragraphs: string[]): MailContent => ({
    subject,
    heading: subject,
    paragraphs,
    action,
  });
  const sum = cents === undefined || currency === undefined ? "" : money(cents, currency);
  switch (effect) {
    case "trial_started":
      return mail(
        "Your trial of Pro has started",
        `You have everything of Pro for ${TRIAL_DAYS} days. Without a card the trial ends by itself and nothing is charged.`,
      );
    case "trial_ends_soon":
      return mail(
        "Your trial of Pro ends in three days",
        "With a card on file Pro goes on after it. Without one you have the free plan then; nothing is deleted and nothing is charged.",
      );
    case "subscribed":
      return mail("You have Pro", `Your plan is ${termsOf(detail["price"])}. Thank you.`);
    case "plan_changed":
      return mail(
        "Your plan was changed",
        `From now on it is ${termsOf(detail["to"])}. Stripe settles the difference.`,
      );
    case "invoice_paid":
      return mail(`Receipt: ${sum}`, `Your payment of ${sum} arrived. Invoices are under Settings, Plan.`);
    case "payment_failed":
      return mail(
        `Your payment of ${sum} failed`,
        failureText(detail),
        "Nothing of yours is deleted without a plan: what is above the limits of the free plan is locked until you come back.",
      );
    case "cancel_asked":
      return mail(
        "Your plan will end",
        "It goes on until the end of what is paid for, then falls to the free plan.",
      );
    case "ended":
      return mail(
        "Your plan has ended",
        "You have the free plan now. Nothing was deleted: what is above its limits is locked, the newest first.",
      );
    case "cancel_taken_back":
      return null;
  }
}
