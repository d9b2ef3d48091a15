"use client";
import type { HistoryReport } from "#features/history/admin/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Age, Exact } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import { DataTable } from "#ui/layout/data-table.tsx";
import { Section, SectionSkeleton } from "#ui/layout/section.tsx";
import classes from "./admin.module.css";

const GAP_HEADS = [
  { name: "step", label: "Step" },
  { name: "open", label: "Open", isNumber: true },
  { name: "givenUp", label: "Given up", isNumber: true },
  { name: "when", label: "Last try" },
] as const;
const REFUSAL_HEADS = [
  { name: "reason", label: "Reason" },
  { name: "step", label: "Step" },
  { name: "points", label: "Points", isNumber: true },
  { name: "when", label: "Last" },
] as const;

/** Progress of the backfill, missing buckets by step, and refused points by reason. */
export function ReportPanel() {
  const query = trpc.items.getHistoryReport.useQuery(undefined, { staleTime: 0 });
  const report = query.data ?? null;
  const failure = useLoadFailure(query);
  if (failure !== null) {
    return (
      <LoadFailed title="The report could not be loaded" failure={failure}>
        The history itself is safe.
      </LoadFailed>
    );
  }
  return (
    <div className={classes.report} aria-busy={report === null}>
      <Section title="Last backfill">
        {report === null ? <SectionSkeleton /> : <Backfill {...report} />}
      </Section>
      <Section title="Gaps" lead="Buckets that should be held and are not. Charts shade them as “no data”.">
        {report === null ? <SectionSkeleton /> : <Gaps gaps={report.gaps} />}
      </Section>
      <Section title="Refused points" lead="What came too late to be kept, by reason.">
        {report === null ? <SectionSkeleton /> : <Refusals refusals={report.refusals} />}
      </Section>
    </div>
  );
}

const Backfill = ({ backfill }: Pick<HistoryReport, "backfill">) =>
  backfill === null ? (
    <p className={classes.none}>None ran yet. The worker begins one when it follows a feed.</p>
  ) : (
    <p className={classes.backfill}>
      <progress max={backfill.total} value={backfill.done} aria-label="History fetched" />
      {formatExact(backfill.done)} of {formatExact(backfill.total)} buckets
    </p>
  );

const Gaps = ({ gaps }: Pick<HistoryReport, "gaps">) =>
  gaps.length === 0 ? (
    <p className={classes.none}>No bucket is missing.</p>
  ) : (
    <DataTable label="Gaps" heads={GAP_HEADS} classes={classes} skeletonRows={3}>
      {gaps.map(({ step, open, unfillable, triedAt }) => (
        <tr key={step}>
          <td data-label="Step">{step}</td>
          <td data-number data-label="Open">
            <Exact value={open} />
          </td>
          <td data-number data-label="Given up">
            <Exact value={unfillable} />
          </td>
          <td data-label="Last try">
            <Age atMs={triedAt} />
          </td>
        </tr>
      ))}
    </DataTable>
  );

const Refusals = ({ refusals }: Pick<HistoryReport, "refusals">) =>
  refusals.length === 0 ? (
    <p className={classes.none}>No point was refused.</p>
  ) : (
    <DataTable label="Refused points" heads={REFUSAL_HEADS} classes={classes} skeletonRows={2}>
      {refusals.map(({ reason, step, points, lastAt }) => (
        <tr key={`${reason} ${step}`}>
          <td data-wide>{reason}</td>
          <td data-label="Step">{step}</td>
          <td data-number data-label="Points">
            <Exact value={points} />
          </td>
          <td data-label="Last">
            <Age atMs={lastAt} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
