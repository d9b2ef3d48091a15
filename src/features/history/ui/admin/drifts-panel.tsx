"use client";
import Link from "next/link";
import type { HistoryDrifts } from "#features/history/admin/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { formatBucketUtc } from "#ui/chart/axis/bucket.ts";
import { Age, Amount, Exact, Unknown } from "#ui/format/figures.tsx";
import { DataTable } from "#ui/layout/data-table.tsx";
import { Notice } from "#ui/feedback/notice.tsx";
import classes from "./admin.module.css";

type Drift = HistoryDrifts["drifts"][number];

const HEADS = [
  { name: "when", label: "Checked" },
  { name: "step", label: "Step" },
  { name: "bucket", label: "Bucket (UTC)" },
  { name: "origin", label: "Stored from" },
  { name: "differ", label: "Differ", isNumber: true },
  { name: "lacking", label: "Lacking", isNumber: true },
  { name: "extra", label: "Too many", isNumber: true },
  { name: "worst", label: "Worst", isNumber: true },
] as const;

const ORIGINS = { feed: "the feed", rollup: "a roll-up", import: "an import" } as const;

/** Buckets that the nightly check found to differ from the roll-up of their shorter buckets. */
export function DriftsPanel() {
  const query = trpc.items.getHistoryDrifts.useQuery(undefined, { staleTime: 0 });
  const drifts = query.data?.drifts ?? null;
  const failure = useLoadFailure(query);
  if (failure !== null) {
    return (
      <LoadFailed title="The drift list could not be loaded" failure={failure}>
        What was found is kept.
      </LoadFailed>
    );
  }
  if (drifts?.length === 0) {
    return (
      <Notice
        title="Nothing has drifted"
        action={{ label: query.isFetching ? "Looking…" : "Look again", onPress: () => void query.refetch() }}
      >
        Every night the hours and days of three days are made anew of their five minutes. What differs stands
        here.
      </Notice>
    );
  }
  return (
    <DataTable label="Drift" heads={HEADS} classes={classes} skeletonRows={3}>
      {drifts?.map((drift) => <Row key={`${drift.step} ${drift.at}`} drift={drift} />) ?? null}
    </DataTable>
  );
}

const Row = ({ drift }: { drift: Drift }) => (
  <tr>
    <td data-label="Checked">
      <Age atMs={drift.checkedAt} />
    </td>
    <td data-label="Step">{drift.step}</td>
    <td data-wide data-label="Bucket">
      {formatBucketUtc(drift.at, STEP_S[drift.step])}
    </td>
    <td data-wide data-label="Stored from">
      {ORIGINS[drift.origin]}
    </td>
    <td data-number data-label="Differ">
      <Exact value={drift.differing} />
    </td>
    <td data-number data-label="Lacking">
      <Exact value={drift.missing} />
    </td>
    <td data-number data-label="Too many">
      <Exact value={drift.extra} />
    </td>
    <td data-number data-label="Worst">
      {drift.worstItemId === null ? (
        <Unknown />
      ) : (
        <Link href={`/items/${drift.worstItemId}`}>
          <Amount value={drift.worstGp} />
          <span className="sr-only"> in item {drift.worstItemId}</span>
        </Link>
      )}
    </td>
  </tr>
);
