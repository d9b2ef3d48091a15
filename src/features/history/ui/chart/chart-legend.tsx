import type { LegendEntry } from "#features/history/ui/chart-models/model.ts";
import classes from "./price-chart.module.css";

/** Numbers of the bucket under the crosshair. For eyes: the chart itself tells them to screen readers. */
export function ChartLegend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <dl className={classes.legend} aria-hidden="true">
      {entries.map(({ label, mark, dash, hint, value }) => (
        <div key={label} className={classes.entry} data-label={label} data-hint={hint}>
          <dt data-mark={mark} data-dashed={(dash?.length ?? 0) > 0 || undefined}>
            {label}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
