"use client";
import type { ReactNode } from "react";
import { trpc } from "#trpc/client.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { TestMode } from "#features/billing/ui/shared/test-mode.tsx";
import { Section, SectionSkeleton } from "#ui/layout/section.tsx";
import classes from "./billing.module.css";
import { InvoicesPart } from "./invoices-part.tsx";
import { PlanPart } from "./plan-part.tsx";
import { useStripeReturn } from "./use-stripe-return.ts";

/** The plan, its invoices and what it opens; the first thing it does for who comes back from Stripe is to ask there. */
export function BillingSettings({
  lockedOnFree,
  children,
}: {
  /** What a step down to Free locks, each in the middle of a sentence. */
  lockedOnFree: readonly string[];
  /** What a plan opens and other features show, between the plan and its invoices. */
  children: ReactNode;
}) {
  const query = trpc.billing.status.useQuery(undefined, { staleTime: 0 });
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
          {query.isError ? (
            <div className={form.actions} role="alert">
              <p>{faultText(query.error)} Your plan is as it was; only this page does not know it.</p>
              <Button pending={query.isFetching} onPress={() => void query.refetch()}>
                {query.isFetching ? "Trying…" : "Try again"}
              </Button>
            </div>
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
