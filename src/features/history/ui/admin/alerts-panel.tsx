"use client";
import type { HistoryAlerts } from "#features/history/admin/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { AlertState } from "#ui/feedback/alert-state.tsx";
import { Age } from "#ui/format/figures.tsx";
import { DataTable } from "#ui/layout/data-table.tsx";
import { Notice } from "#ui/feedback/notice.tsx";
import classes from "./admin.module.css";

type Alert = HistoryAlerts["alerts"][number];

const HEADS = [
  { name: "state", label: "State" },
  { name: "when", label: "Age" },
  { name: "first", label: "Since" },
  { name: "times", label: "Times", isNumber: true },
  { name: "kind", label: "Kind" },
  { name: "subject", label: "Of" },
  { name: "message", label: "What happened" },
] as const;

/** Alerts of the history that need an admin's attention, then those whose cause is gone. */
export function AlertsPanel() {
  const query = trpc.items.getHistoryAlerts.useQuery(undefined, { staleTime: 0 });
  const alerts = query.data?.alerts ?? null;
  const failure = useLoadFailure(query);
  if (failure !== null) {
    return (
      <LoadFailed title="The alerts could not be loaded" failure={failure}>
        What was raised is kept.
      </LoadFailed>
    );
  }
  if (alerts?.length === 0) {
    return (
      <Notice
        title="No alert was raised"
        action={{ label: query.isFetching ? "Looking…" : "Look again", onPress: () => void query.refetch() }}
      >
        A month that a job had not made, a roll-up that differs: what needs a person stands here, and is
        closed when its cause is gone.
      </Notice>
    );
  }
  return (
    <DataTable label="Alerts" heads={HEADS} classes={classes} skeletonRows={3}>
      {alerts?.map((alert) => <Row key={`${alert.kind} ${alert.subject}`} alert={alert} />) ?? null}
    </DataTable>
  );
}

const Row = ({ alert }: { alert: Alert }) => (
  <tr>
    <td data-label="State">
      <AlertState closedAt={alert.closedAt} />
    </td>
    <td data-label="Age">
      <Age atMs={alert.lastAt} />
    </td>
    <td data-label="Since">
      <Age atMs={alert.raisedAt} />
    </td>
    <td data-number data-label="Times">
      {alert.times}×
    </td>
    <td data-wide data-label="Kind">
      {alert.kind}
    </td>
    <td data-wide data-label="Of">
      <span data-hint={alert.subject}>{alert.subject}</span>
    </td>
    <td data-wide className={classes.words}>
      {alert.message}
    </td>
  </tr>
);
