"use client";
import Link from "next/link";
import type { BillingStatus, PlanList } from "#features/billing/contract.ts";
import { isLive, describePlan } from "#features/billing/ui/settings/plan-description.ts";
import { useStripePage } from "#features/billing/ui/settings/use-stripe-page.ts";
import { priceText } from "#features/billing/ui/settings/price-text.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import kit from "#ui/form/form.module.css";
import { readNow } from "#ui/format/now.tsx";
import classes from "./plans.module.css";
import { useOwnPlan } from "./use-own-plan.ts";

type Price = PlanList["prices"][number];
type PlanActionProps = { price: Price; trialDays: number };

const trialNote = (price: Price, trialDays: number): string =>
  `${trialDays} days free with a card, then ${priceText(price)} unless you cancel.`;

/** The one thing to do about Pro, by who reads the page and what they have. */
export function PlanAction({ price, trialDays }: PlanActionProps) {
  const { user, held, failure } = useOwnPlan();
  if (failure !== null) {
    return (
      <div className={classes.action}>
        <LoadFailed title="Your plan could not be loaded" failure={failure} size="line">
          Your plan is as it was.
        </LoadFailed>
      </div>
    );
  }
  if (user === null) {
    const here = price.interval === "year" ? "/plans?pay=yearly" : "/plans";
    return (
      <div className={classes.action}>
        <Link
          className={kit.button}
          data-tone="primary"
          href={`/sign-in?next=${encodeURIComponent(here)}`}
          prefetch={false}
        >
          Sign in to start
        </Link>
        <p className={classes.note}>{trialNote(price, trialDays)}</p>
      </div>
    );
  }
  if (held === undefined) {
    return (
      <div className={classes.action} aria-busy="true" aria-label="Loading your plan">
        <span className={classes.skeleton} />
      </div>
    );
  }
  return isLive(held) ? (
    <Held held={held} price={price} />
  ) : (
    <Buy isTrial={held.trialAvailable} price={price} trialDays={trialDays} />
  );
}

function Held({ held, price }: { held: BillingStatus; price: Price }) {
  const isOther = held.price !== price.key;
  return (
    <div className={classes.action}>
      <Link className={kit.button} href="/settings/billing">
        {isOther ? `Change to ${price.words.toLowerCase()}` : "Manage your plan"}
      </Link>
      <p className={classes.note}>{describePlan(held, readNow()).title}</p>
    </div>
  );
}

function Buy({ isTrial, price, trialDays }: PlanActionProps & { isTrial: boolean }) {
  const { pending, error, toCheckout } = useStripePage();
  const label = isTrial ? `Start ${trialDays} days free` : "Subscribe";
  return (
    <div className={classes.action}>
      <Button tone="primary" pending={pending} onPress={() => toCheckout(price.key)}>
        {pending ? "Opening the checkout…" : label}
      </Button>
      <p
        className={error === null ? classes.note : classes.fault}
        role={error === null ? undefined : "alert"}
      >
        {error === null
          ? isTrial
            ? trialNote(price, trialDays)
            : `${priceText(price)}, from today.`
          : faultText(error)}
      </p>
    </div>
  );
}
