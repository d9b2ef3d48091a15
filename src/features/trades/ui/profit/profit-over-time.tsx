"use client";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { STEP_S, chartPeriods } from "#features/trades/rules/profit-periods.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { trpc } from "#trpc/client.tsx";
import palette from "#ui/chart/palette.module.css";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { formatExact, formatSigned } from "#ui/format/format.ts";
import { PeriodTable } from "./period-table.tsx";
import { periodText, profitScene } from "./profit-scene.ts";
import classes from "./profit.module.css";
import { allTime, ranges } from "./ranges.ts";
import type { ProfitFilter } from "./use-profit-filter.ts";

const PriceCanvas = dynamic(() => import("#ui/chart/price-canvas.tsx").then((module) => module.PriceCanvas), {
  ssr: false,
});

/** Profit by period as bars, and its sum as a line. `firstMs`: when the month of the first sale begins, epoch ms. */
export function ProfitOverTime({ filter, firstMs }: { filter: ProfitFilter; firstMs: number }) {
  const { timeZone, nowMs, range } = filter;
  const { step, from } =
    filter.from === null ? allTime(firstMs, nowMs) : { step: ranges[range].step, from: filter.from };
  const query = trpc.flips.getProfitOverTime.useQuery(
    { ...filter.filter, step, timeZone },
    { placeholderData: (before) => before },
  );
  const failure = useLoadFailure(query);
  const [pointed, setPointed] = useState<number | null>(null);
  const data = query.isPlaceholderData ? undefined : query.data;
  const periods = useMemo(
    () => (data === undefined ? null : chartPeriods(data, step, { from, toMs: nowMs })),
    [data, step, from, nowMs],
  );
  const scene = useMemo(
    () => (periods === null ? null : profitScene(periods, STEP_S[step])),
    [periods, step],
  );
  const last = (periods?.length ?? 0) - 1;
  const index = pointed !== null && pointed <= last ? pointed : null;
  const sentenceAt = (at: number): string => {
    const period = periods?.[at];
    if (period === undefined) return "";
    return `${periodText(period.at, step)}: ${formatSigned(period.profit, formatExact)} gp in ${period.flips} ${period.flips === 1 ? "flip" : "flips"}, ${formatSigned(period.cumulative, formatExact)} gp in all`;
  };
  return (
    <section
      className={`${desk.card} ${palette.palette} ${classes.chart}`}
      aria-labelledby="profit-over-time"
    >
      <h2 id="profit-over-time">Profit over time</h2>
      <p className={classes.pointed} aria-hidden="true">
        {last < 0 ? " " : sentenceAt(index ?? last)}
      </p>
      <div className={classes.canvas}>
        {failure !== null && (
          <LoadFailed title="The profit over time could not be loaded" failure={failure} size="box" />
        )}
        {failure === null && last >= 0 && scene !== null && (
          <PriceCanvas
            scene={scene}
            view={`${range} ${filter.character}`}
            label={`Profit ${ranges[range].words}`}
            describe={sentenceAt}
            index={index}
            onPoint={setPointed}
          />
        )}
        {failure === null && last < 0 && periods !== null && (
          <p className={desk.note}>No sale in this time.</p>
        )}
      </div>
      {periods !== null && <PeriodTable periods={periods} step={step} />}
    </section>
  );
}
