"use client";
import type { DriftList } from "#features/billing/admin/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { AlertState } from "#ui/feedback/alert-state.tsx";
import { Age } from "#ui/format/figures.tsx";
import { DataTable } from "#ui/layout/data-table.tsx";
import { Notice } from "#ui/feedback/notice.tsx";
import classes from "./admin.module.css";

type Drift = DriftList["drifts"][number];

const HEADS = [
  { name: "state", label: "State" },
  { name: "when", label: "Age" },
  { name: "customer", label: "Customer" },
  { name: "field", label: "Field" },
  { name: "ours", label: "Here it was" },
  { name: "theirs", label: "Stripe said" },
] as const;

/**
 * Subscriptions without an account that still run, then the differences from Stripe that are over: repaired by the hourly
 * reconciliation, or gone.
 */
export function DriftPanel() {
  const query = trpc.billing.drift.useQuery(undefined, { staleTime: 0 });
  const drifts = query.data?.drifts ?? null;
  const failure = useLoadFailure(query);
  if (failure !== null) {
    return (
      <LoadFailed title="The drift list could not be loaded" failure={failure}>
        What was mended stays so.
      </LoadFailed>
    );
  }
  if (drifts?.length === 0) {
    return (
      <Notice
        title="Nothing has drifted"
        action={{ label: query.isFetching ? "Looking…" : "Look again", onPress: () => void query.refetch() }}
      >
        Every hour all customers are compared with Stripe, and what runs there with them. What differs is
        mended and stands here; a subscription that is nobody’s stands here too, and is ended only if it is
        certain to be a deleted account’s.
      </Notice>
    );
  }
  return (
    <DataTable label="Drift" heads={HEADS} classes={classes} skeletonRows={3}>
      {drifts?.map((drift) => <Row key={drift.id} drift={drift} />) ?? null}
    </DataTable>
  );
}

const Value = ({ text }: { text: string | null }) =>
  text === null ? <span className={classes.none}>nothing</span> : <span data-hint={text}>{text}</span>;

const Row = ({ drift }: { drift: Drift }) => (
  <tr>
    <td data-label="State">
      <AlertState closedAt={drift.closedAt} />
    </td>
    <td data-label="Age">
      <Age atMs={drift.at} />
    </td>
    <td data-wide data-label="Customer">
      <code data-hint={drift.stripeId}>{drift.stripeId}</code>
    </td>
    <td data-label="Field">{drift.field}</td>
    <td data-wide data-label="Here it was">
      <Value text={drift.ours} />
    </td>
    <td data-wide data-label="Stripe said">
      <Value text={drift.theirs} />
    </td>
  </tr>
);
