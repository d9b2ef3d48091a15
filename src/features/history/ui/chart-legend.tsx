import type { ReactNode } from "react";
import type { SeriesPoint } from "#features/history/series.ts";
import { formatBucket, formatBucketUtc } from "#ui/chart/bucket.ts";
import { UNKNOWN, formatExact } from "#ui/format.ts";
import classes from "./price-chart.module.css";

const isTraded = (point: SeriesPoint) => point.high !== null || point.low !== null;

function Entry({
  mark,
  label,
  hint,
  children,
}: {
  mark?: string;
  label: string;
  hint: string | null;
  children: ReactNode;
}) {
  return (
    <div className={classes.entry} data-hint={hint ?? undefined}>
      <dt data-mark={mark}>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

type ChartLegendProps = { point: SeriesPoint | null; points: readonly SeriesPoint[]; stepS: number };

/** The exact numbers of the bucket under the crosshair; of the newest traded one while there is none. */
export function ChartLegend({ point, points, stepS }: ChartLegendProps) {
  const shown = point ?? points.findLast(isTraded) ?? null;
  const spread = shown === null || shown.high === null || shown.low === null ? null : shown.high - shown.low;
  return (
    <dl className={classes.legend} aria-hidden="true">
      <Entry label="At" hint={shown ? formatBucketUtc(shown.at, stepS) : null}>
        {shown ? formatBucket(shown.at, stepS) : UNKNOWN}
      </Entry>
      <Entry mark="high" label="High" hint="Average of instant buys: what sellers got">
        {formatExact(shown?.high ?? null)}
      </Entry>
      <Entry mark="low" label="Low" hint="Average of instant sells: what buyers paid">
        {formatExact(shown?.low ?? null)}
      </Entry>
      <Entry label="Spread" hint="High less low, before tax">
        {formatExact(spread)}
      </Entry>
      <Entry label="Bought" hint="Units bought instantly, at the high; drawn upwards">
        {formatExact(shown?.highVolume ?? null)}
      </Entry>
      <Entry label="Sold" hint="Units sold instantly, at the low; drawn downwards">
        {formatExact(shown?.lowVolume ?? null)}
      </Entry>
    </dl>
  );
}
