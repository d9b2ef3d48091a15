"use client";
import Link from "next/link";
import { useState } from "react";
import type { BillingStatus } from "#features/billing/contract.ts";
import { cardWords } from "#features/billing/rules/card-words.ts";
import { PRICES } from "#features/billing/rules/plans.ts";
import {
  cancelDay,
  canChange,
  describePlan,
  isDowngraded,
  isLive,
  renewsBeforeEnd,
} from "./plan-description.ts";
import { useStripePage } from "./use-stripe-page.ts";
import { priceText } from "./price-text.ts";
import { formatDay } from "#ui/format/format.ts";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { GateNotice } from "#ui/feedback/gate-notice.tsx";
import { readNow } from "#ui/format/now.tsx";
import { Section } from "#ui/layout/section.tsx";
import classes from "./billing.module.css";
import { PlanActions } from "./plan-actions.tsx";

/** The plan's state in one sentence, its price, and the actions on it. */
export function PlanPart({
  billing,
  lockedOnFree,
}: {
  billing: BillingStatus;
  lockedOnFree: readonly string[];
}) {
  const { pending, error, toPortal } = useStripePage();
  const [message, setMessage] = useState("");
  const { tone, title, text } = describePlan(billing, readNow());
  const fault = error === null ? "" : faultText(error);
  return (
    <Section title="Your plan">
      <p className={classes.standing} data-tone={tone}>
        {title}
      </p>
      <p className={classes.text}>{text}</p>
      {isLive(billing) && <Facts billing={billing} />}
      {isDowngraded(billing) && (
        <GateNotice>
          Locked until you have Pro again, and kept as it is: {lockedOnFree.join("; ")}.
        </GateNotice>
      )}
      {billing.configured && (
        <div className={form.actions}>
          {!isLive(billing) && (
            <Link className={form.button} data-tone="primary" href="/plans">
              {billing.trialAvailable ? "Start your free trial" : "See plans"}
            </Link>
          )}
          {billing.status !== "none" && (
            <Button
              pending={pending}
              tone={tone === "bad" && isLive(billing) ? "primary" : "quiet"}
              onPress={toPortal}
            >
              {pending ? "Opening Stripe…" : "Card and invoices"}
            </Button>
          )}
          {canChange(billing) && <PlanActions billing={billing} onMessage={setMessage} />}
        </div>
      )}
      <output className={classes.after}>{message}</output>
      <p className={classes.fault} role="alert">
        {fault}
      </p>
    </Section>
  );
}

function Facts({ billing }: { billing: BillingStatus }) {
  const { price, ownPrice, periodEndsAt, trialEndsAt, cancelAtPeriodEnd, card } = billing;
  const renews = trialEndsAt === null ? "Renews on" : "Trial ends on";
  const isDated =
    billing.pauseBehavior === null && (billing.status === "active" || billing.status === "trialing");
  const isRenewed = !cancelAtPeriodEnd || renewsBeforeEnd(billing);
  const endsAt = cancelAtPeriodEnd ? cancelDay(billing) : null;
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Price</dt>
        <dd>
          {price !== null && `${PRICES[price].words}, `}
          {ownPrice === null ? "unknown" : priceText(ownPrice)}
        </dd>
      </div>
      {isDated && isRenewed && periodEndsAt !== null && <Day name={renews} atMs={periodEndsAt} />}
      {isDated && endsAt !== null && <Day name="Ends on" atMs={endsAt} />}
      {billing.graceEndsAt !== null && <Day name="Grace until" atMs={billing.graceEndsAt} />}
      {card !== null && (
        <div>
          <dt>Card</dt>
          <dd>{cardWords(card)}</dd>
        </div>
      )}
    </dl>
  );
}

const Day = ({ name, atMs }: { name: string; atMs: number }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <span data-time={atMs}>{formatDay(atMs)}</span>
    </dd>
  </div>
);
