import type { MailContent } from "#features/mail/contract.ts";
import type { LedgerEffect } from "#features/billing/rules/effects.ts";
import { formatMoney } from "#features/billing/rules/money.ts";
import { PRICES, TRIAL_DAYS, isPriceKey } from "#features/billing/rules/plans.ts";

type Told = {
  effect: LedgerEffect;
  cents?: number;
  currency?: string;
  detail?: Record<string, string | number>;
};

type Price = string | number | undefined;

/** `$9.99 a month`; null for a former price that is no longer in the plan table. */
function priceOf(price: Price): string | null {
  if (typeof price !== "string" || !isPriceKey(price)) return null;
  const { cents, currency, interval } = PRICES[price];
  return `${formatMoney(cents, currency)} a ${interval}`;
}

const termsOf = (price: Price): string =>
  typeof price === "string" && isPriceKey(price)
    ? `Pro ${PRICES[price].words.toLowerCase()}, ${priceOf(price)}`
    : "Pro";

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** What a trial turns into, and when; `until` is epoch ms. */
function afterTrial({ price, until }: Record<string, string | number>): string {
  const when = until === undefined ? "When it ends" : `On ${day.format(Number(until))} (UTC)`;
  const sum = priceOf(price);
  return `${when} Pro goes on${sum === null ? "" : ` for ${sum}`}, charged to the card on file, unless you cancel before: under Settings, Plan.`;
}

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
  const sum = cents === undefined || currency === undefined ? "" : formatMoney(cents, currency);
  switch (effect) {
    case "trial_started":
      return mail(
        "Your trial of Pro has started",
        `You have everything of Pro for ${TRIAL_DAYS} days, and nothing is charged until they end. ${afterTrial(detail)}`,
      );
    case "trial_ends_soon":
      return mail(
        "Your trial of Pro ends in three days",
        `${afterTrial(detail)} Without a card on file you have the free plan then; nothing is deleted and nothing is charged.`,
      );
    case "trial_refused":
      return mail(
        "Your card had a trial before",
        "Each card has one trial of Pro, and yours had its trial with another account. So this one has ended at once: you have the free plan, and nothing was charged.",
        "Under Plans you can start Pro without a trial, also with this card.",
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
