"use client";
import { useMemo, useState } from "react";
import type { RefObject } from "react";
import type { DrawnOptions } from "#features/history/rules/chart/chart-options.ts";
import { bucketNames, periodName, rangeOf } from "#features/history/rules/chart/range.ts";
import { lateStartOf } from "#features/history/rules/chart/series.ts";
import { formatExact } from "#ui/format/format.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { GateNotice } from "#ui/feedback/gate-notice.tsx";
import type { CanvasHandle } from "#ui/chart/price-canvas.tsx";
import { blankScene } from "#features/history/ui/chart-models/blank-scene.ts";
import { ChartFooter } from "./chart-footer.tsx";
import { ChartProblem } from "./chart-problem.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { UpdateList } from "./update-list.tsx";
import { ChartState } from "./chart-state.tsx";
import type { ChartModel } from "#features/history/ui/chart-models/model.ts";
import classes from "./price-chart.module.css";
import { useCanvas } from "./use-canvas.ts";
import type { useChartModel } from "#features/history/ui/chart-models/use-chart-model.ts";
import type { PriceHistoryQuery } from "#features/history/ui/chart-data/use-price-history.ts";

const Skeleton = () => <div className={classes.skeleton} />;
const nothing = () => "";

const emptyAdvice = (options: DrawnOptions): string =>
  `There is no record of a trade in ${periodName(options)}, in points of ${bucketNames[options.step]}.${options.range === "all" ? "" : " A longer range or step may show more."}`;

const eachOf = ({ style, compared, range, step }: DrawnOptions): string =>
  style === "candles" && compared.length === 0
    ? `Each candle: ${rangeOf[range].candle}`
    : `Each point: ${bucketNames[step]}`;

const paneCount = ({ scene }: ChartModel): number =>
  1 + (scene.volumes === null ? 0 : 1) + (scene.strength === null ? 0 : 1);

type ChartPanelProps = {
  history: PriceHistoryQuery;
  /** False while the range that the chart opens with is not known yet. */
  isSettled: boolean;
  drawn: ReturnType<typeof useChartModel>;
  options: DrawnOptions;
  label: string;
  canvas: RefObject<CanvasHandle | null>;
};

export function ChartPanel({ history, isSettled, drawn, options, label, canvas }: ChartPanelProps) {
  const { backfill } = history;
  const data = isSettled ? history.data : undefined;
  const isWaiting = history.missing !== null && history.failure === null;
  const { loaded, retry } = useCanvas();
  const [pointedIndex, setPointedIndex] = useState<number | null>(null);
  const model = drawn?.model ?? null;
  const index = pointedIndex !== null && pointedIndex < (model?.scene.at.length ?? 0) ? pointedIndex : null;

  const fetching =
    backfill &&
    `History is still being fetched: ${formatExact(backfill.done)} of ${formatExact(backfill.total)} buckets.`;
  const isTraded = drawn?.points.some(({ high, low }) => high !== null || low !== null) ?? false;
  const isEmpty = drawn !== null && !isTraded && options.compared.length === 0;
  const isLocked = isEmpty && data !== undefined && data.gate !== null && data.from === data.to;
  const isMissing = history.data === undefined && history.failure !== null;
  const blank = useMemo(() => blankScene(options), [options]);
  return (
    <>
      <ChartLegend entries={model?.legendAt(index) ?? []} />
      <div
        className={classes.canvas}
        data-panes={model ? paneCount(model) : undefined}
        data-waiting={isWaiting || undefined}
        aria-busy={isWaiting}
      >
        {data?.gate && (
          <div className={classes.gate}>
            <GateNotice href={data.gate.upgradeUrl}>
              Older than {String(data.gate.allowed)} days is in Pro.
            </GateNotice>
          </div>
        )}
        {isMissing && history.failure !== null && (
          <LoadFailed title="The price history could not be loaded" failure={history.failure} size="box">
            Current prices are not affected.
          </LoadFailed>
        )}
        {isEmpty && (
          <ChartState title={isLocked ? "This period is in Pro" : "No trades recorded in this range yet"}>
            {isLocked
              ? `${String(data?.gate?.allowed)} days of history are free. Nothing that is recorded is lost.`
              : (fetching ?? emptyAdvice(options))}
          </ChartState>
        )}
        {model !== null && !isEmpty && loaded.state === "failed" && (
          <ChartState title="The chart could not be drawn" action={{ label: "Try again", onPress: retry }}>
            Its code did not arrive. The prices are here: they can be exported as CSV.
          </ChartState>
        )}
        {!isMissing && !isEmpty && loaded.state === "ready" && (
          <loaded.Canvas
            ref={canvas}
            scene={model?.scene ?? blank}
            view={model && data ? `${model.scene.stepS}:${periodName(history.period)}` : null}
            label={label}
            describe={model?.sentenceAt ?? nothing}
            index={index}
            onPoint={setPointedIndex}
          />
        )}
        {!isMissing && !isEmpty && (model === null || loaded.state === "loading") && <Skeleton />}
      </div>
      {model !== null && !isEmpty && <p className="sr-only">{model.summary}</p>}
      <UpdateList marks={drawn?.marks ?? []} pointedIndex={index} />
      <ChartProblem history={history} />
      <ChartFooter
        stepS={model?.scene.stepS ?? 0}
        each={eachOf(options)}
        since={isEmpty || fetching !== null ? null : lateStartOf(drawn?.points ?? [])}
        note={isEmpty ? null : fetching}
        isStale={history.isStale}
      />
    </>
  );
}
