"use client";
import type { ReactNode } from "react";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Button } from "#ui/form/button.tsx";
import { TestMode } from "#features/billing/ui/shared/test-mode.tsx";
import { Section, SectionSkeleton } from "#ui/layout/section.tsx";
import classes from "./billing.module.css";
import { InvoicesPart } from "./invoices-part.tsx";
import { PlanPart } from "./plan-part.tsx";
import { useStripeReturn } from "./use-stripe-return.ts";

/** The settings page of the plan and its invoices. After a return from Stripe it refreshes the status first. */
export function BillingSettings({
  lockedOnFree,
  children,
}: {
  /** What a downgrade to Free locks, as phrases for the middle of a sentence. */
  lockedOnFree: readonly string[];
  /** Sections of other features that depend on the plan, shown between the plan and the invoices. */
  children: ReactNode;
}) {
  const query = trpc.billing.status.useQuery(undefined, { staleTime: 0 });
  const failure = useLoadFailure(query);
  const { message, failed, isRefreshing, refresh } = useStripeReturn();
  const billing = query.data;
  return (
    <>
      {billing?.testMode === true && (
        <div className={classes.badge}>
          <TestMode />
        </div>
      )}
      <output className={classes.news}>
        {message !== null && <span className={classes.message}>{message}</span>}
        {failed && (
          <Button pending={isRefreshing} onPress={refresh}>
            {isRefreshing ? "Asking Stripe…" : "Ask again"}
          </Button>
        )}
      </output>
      {billing !== undefined ? (
        <PlanPart billing={billing} lockedOnFree={lockedOnFree} />
      ) : (
        <Section title="Your plan">
          {failure !== null ? (
            <LoadFailed title="Your plan could not be loaded" failure={failure} size="line">
              Your plan is as it was; only this page does not know it.
            </LoadFailed>
          ) : (
            <SectionSkeleton />
          )}
        </Section>
      )}
      {children}
      {billing?.configured === true && <InvoicesPart />}
    </>
  );
}
