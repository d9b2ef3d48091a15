"use client";
import { neighbourOf, periodName } from "#features/history/rules/chart/range.ts";
import type { ChartPeriod } from "#features/history/rules/chart/range.ts";
import { DownIcon } from "#ui/icons/icons.tsx";
import { readNow } from "#ui/format/now.tsx";
import classes from "./price-chart.module.css";

type PeriodPagerProps = {
  period: Pick<ChartPeriod, "range" | "until">;
  /** Gets the end of the wanted period, null for now. */
  onChange: (until: number | null) => void;
};

const turns = [
  [-1, "Earlier"],
  [1, "Later"],
] as const;

/** Goes to the period of the same length before or after the shown one. Nothing for a chart of all time. */
export function PeriodPager({ period, onChange }: PeriodPagerProps) {
  if (period.range === "all") return null;
  return (
    <fieldset className={classes.pager} aria-label="Period">
      {turns.map(([direction, word]) => {
        const until = neighbourOf(period, direction, readNow());
        return (
          <button
            key={word}
            type="button"
            className={classes.turn}
            data-direction={word}
            disabled={until === undefined}
            aria-label={until === undefined ? word : `${word}: ${periodName({ range: period.range, until })}`}
            onClick={() => until !== undefined && onChange(until)}
          >
            <DownIcon size={16} />
          </button>
        );
      })}
      {period.until !== null && <span className={classes.period}>{periodName(period)}</span>}
    </fieldset>
  );
}
