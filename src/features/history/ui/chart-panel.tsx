"use client";
import dynamic from "next/dynamic";
import { useCallback, useMemo, useState } from "react";
import type { ChartRange } from "#features/history/range.ts";
import { rangeOf } from "#features/history/range.ts";
import { digestOf, lateStartOf, toSeries } from "#features/history/series.ts";
import { STEP_S } from "#features/history/step.ts";
import { pointSentence, summaryOf } from "#features/history/summary.ts";
import { formatExact } from "#ui/format.ts";
import { ChartFoot } from "./chart-foot.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { ChartState } from "./chart-state.tsx";
import classes from "./price-chart.module.css";
import type { PriceHistoryQuery } from "./use-price-history.ts";
import { formatBucket } from "#ui/chart/bucket.ts";

const Skeleton = () => <div className={classes.skeleton} />;
const PriceCanvas = dynamic(() => import("#ui/chart/price-canvas.tsx").then((module) => module.PriceCanvas), {
  ssr: false,
  loading: Skeleton,
});

const DAY_MS = 86_400_000;

type ChartPanelProps = { history: PriceHistoryQuery; range: ChartRange; itemName: string };

export function ChartPanel({ history, range, itemName }: ChartPanelProps) {
  const { data, backfill } = history;
  const points = useMemo(() => (data ? toSeries(data) : []), [data]);
  const digest = useMemo(() => digestOf(points), [points]);
  const [index, setIndex] = useState<number | null>(null);
  const stepS = STEP_S[data?.timestep ?? "1h"];
  const describe = useCallback(
    (at: number) => {
      const point = points[at];
      return point ? pointSentence(formatBucket(point.at, stepS), point) : "";
    },
    [points, stepS],
  );

  const fetching =
    backfill &&
    `History is still being fetched: ${formatExact(backfill.done)} of ${formatExact(backfill.total)} buckets.`;
  const isEmpty = data !== undefined && digest.traded === 0;
  return (
    <>
      <ChartLegend
        point={(index === null ? undefined : points[index]) ?? null}
        points={points}
        stepS={stepS}
      />
      <div
        className={classes.canvas}
        data-waiting={history.isOtherRange || undefined}
        aria-busy={history.isOtherRange}
      >
        {data === undefined && !history.isError && <Skeleton />}
        {data === undefined && history.isError && (
          <ChartState
            title="The price history could not be loaded"
            action={{ label: "Try again", onPress: history.retry }}
          >
            Current prices are not affected.
          </ChartState>
        )}
        {isEmpty && (
          <ChartState title="No trades recorded in this range yet">
            {fetching ??
              `Nobody traded it in the last ${rangeOf[range].name}.${range === "1y" ? "" : " A longer range may show more."}`}
          </ChartState>
        )}
        {data !== undefined && !isEmpty && (
          <PriceCanvas
            points={points}
            stepS={stepS}
            view={`${data.timestep}:${Math.round((data.to - data.from) / DAY_MS)}`}
            label={`${itemName}, prices of the last ${rangeOf[range].name}`}
            describe={describe}
            index={index}
            onPoint={setIndex}
          />
        )}
      </div>
      {data !== undefined && !isEmpty && <p className="sr-only">{summaryOf(range, digest)}</p>}
      <ChartFoot
        stepS={stepS}
        since={isEmpty || fetching !== null ? null : lateStartOf(points)}
        note={isEmpty ? null : fetching}
        problem={data !== undefined && history.isError}
      />
    </>
  );
}
