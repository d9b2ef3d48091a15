"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useId } from "react";
import { Tabs } from "#ui/layout/tabs.tsx";
import classes from "./admin.module.css";
import { AlertsPanel } from "./alerts-panel.tsx";
import { DriftsPanel } from "./drifts-panel.tsx";
import { ReportPanel } from "./report-panel.tsx";

const views = ["report", "alerts", "drift"] as const;
type View = (typeof views)[number];
const parseAsView = parseAsStringLiteral(views).withDefault("report");

const TABS: readonly (readonly [View, string])[] = [
  ["report", "Report"],
  ["alerts", "Alerts"],
  ["drift", "Drift"],
];

/** The admin page of the price history: report, alerts and drift. */
export function HistoryDesk() {
  const [view, setView] = useQueryState("view", parseAsView);
  const panelId = useId();
  return (
    <>
      <div className={classes.bar}>
        <h1 className="sr-only">History</h1>
        <Tabs
          label="Part of the history"
          tabs={TABS}
          chosen={view}
          panelId={panelId}
          onChoose={(next) => void setView(next)}
        />
      </div>
      <div id={panelId} className={classes.panel} role="tabpanel" aria-label="History">
        {view === "report" ? <ReportPanel /> : view === "alerts" ? <AlertsPanel /> : <DriftsPanel />}
      </div>
    </>
  );
}
