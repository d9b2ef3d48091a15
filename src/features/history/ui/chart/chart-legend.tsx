import type { LegendEntry } from "#features/history/ui/chart-models/model.ts";
import classes from "./price-chart.module.css";

/** The values of the bucket under the crosshair. Hidden from screen readers, for which the chart has a sentence. */
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
