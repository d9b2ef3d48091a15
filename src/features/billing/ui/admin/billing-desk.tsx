"use client";
import { useId } from "react";
import { TestMode } from "#features/billing/ui/shared/test-mode.tsx";
import { trpc } from "#trpc/client.tsx";
import { Notice } from "#ui/feedback/notice.tsx";
import { Tabs } from "#ui/layout/tabs.tsx";
import classes from "./admin.module.css";
import { useDeskView } from "./desk-view.ts";
import type { DeskView, EventState } from "./desk-view.ts";
import { DriftPanel } from "./drift-panel.tsx";
import { EventsPanel } from "./events-panel.tsx";
import { ReportPanel } from "./report-panel.tsx";

const VIEWS: readonly (readonly [DeskView, string])[] = [
  ["report", "Report"],
  ["events", "Webhooks"],
  ["drift", "Drift"],
];
const STATES: readonly (readonly [EventState, string])[] = [
  ["all", "All"],
  ["waiting", "Waiting"],
  ["unknown", "Unknown"],
];

/** The admin page of billing: report, webhook events, and drift between Stripe and the database. */
export function BillingDesk() {
  const { view, state, show, filter } = useDeskView();
  const plans = trpc.billing.plans.useQuery(undefined);
  const panelId = useId();
  return (
    <>
      <div className={classes.bar}>
        <h1 className="sr-only">Billing</h1>
        <Tabs label="Part of billing" tabs={VIEWS} chosen={view} panelId={panelId} onChoose={show} />
        {view === "events" && (
          <Tabs label="Which events" tabs={STATES} chosen={state} panelId={panelId} onChoose={filter} />
        )}
        <span className={classes.badge}>{plans.data?.testMode === true && <TestMode />}</span>
      </div>
      <div id={panelId} className={classes.panel} role="tabpanel" aria-label="Billing">
        {plans.data?.configured === false ? (
          <Notice title="Nothing is sold here" action={{ label: "What each plan allows", href: "/plans" }}>
            No Stripe key is set: this copy has everything for everybody, and there is nothing to report.
          </Notice>
        ) : view === "report" ? (
          <ReportPanel onWaiting={() => filter("waiting")} />
        ) : view === "events" ? (
          <EventsPanel key={state} state={state} onAll={() => filter("all")} />
        ) : (
          <DriftPanel />
        )}
      </div>
    </>
  );
}
