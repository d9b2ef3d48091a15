"use client";
import { useId, useMemo, useRef } from "react";
import { toggleCompared } from "#features/history/rules/chart/chart-options.ts";
import { periodName, stepIn } from "#features/history/rules/chart/range.ts";
import { trpc } from "#trpc/client.tsx";
import { useOwnTrades } from "#ui/chart/own-trades.tsx";
import palette from "#ui/chart/palette.module.css";
import type { CanvasHandle } from "#ui/chart/price-canvas.tsx";
import { ChartPreload } from "./chart-preload.tsx";
import { ChartPanel } from "./chart-panel.tsx";
import { ChartTools } from "#features/history/ui/chart-tools/chart-tools.tsx";
import type { ExportKind } from "#features/history/ui/chart-tools/chart-tools.tsx";
import { ComparedChips } from "#features/history/ui/chart-tools/compared-chips.tsx";
import classes from "./price-chart.module.css";
import { PeriodPager } from "./period-pager.tsx";
import { RangeTabs } from "./range-tabs.tsx";
import { useCompared } from "#features/history/ui/chart-tools/use-compared.ts";
import { useChartOptions } from "#features/history/ui/chart-options/use-chart-options.ts";
import { useChartModel } from "#features/history/ui/chart-models/use-chart-model.ts";
import { withOwnTrades } from "#features/history/ui/chart-models/own-trades.ts";
import { useLead } from "#features/history/ui/chart-data/use-lead.ts";
import { useOpeningRange } from "#features/history/ui/chart-data/use-opening-range.ts";
import { usePriceHistory } from "#features/history/ui/chart-data/use-price-history.ts";

/** An item's price history. The chart options are in the URL. */
export function PriceChart({ itemId, itemName }: { itemId: number; itemName: string }) {
  const { options: chosen, change } = useChartOptions();
  const opening = useOpeningRange(itemId, chosen.range);
  const isCandles = chosen.style === "candles" && chosen.compared.length === 0;
  const wantedStep = stepIn(opening.range, chosen.step, isCandles);
  const wantedUntil = opening.range === "all" ? null : chosen.until;
  const wanted = { range: opening.range, step: wantedStep, until: wantedUntil };
  const history = usePriceHistory(itemId, wanted);
  // What is drawn is the period that has arrived, not the one that is wanted.
  const { range, step, until } = history.period;
  const options = useMemo(() => ({ ...chosen, range, step, until }), [chosen, range, step, until]);
  const span = { from: history.from, ...(until !== null && { to: until }) };
  // An item compared with itself would be the same line twice.
  const others = options.compared.filter((id) => id !== itemId);
  const compared = useCompared(others, step, span);
  const data = opening.isSettled ? history.data : undefined;
  const lead = useLead(itemId, data, options);
  const market = useChartModel({ id: itemId, name: itemName }, { history: data, lead }, compared, options);
  const own = useOwnTrades();
  const drawn = useMemo(
    () => (market === null || own === null ? market : { ...market, model: withOwnTrades(market.model, own) }),
    [market, own],
  );
  const { client } = trpc.useUtils();
  const canvas = useRef<CanvasHandle>(null);
  const section = useRef<HTMLElement>(null);
  const id = useId();

  // A range that cannot be loaded leaves the tab with the drawing.
  const tab = history.failure !== null ? range : (history.missing?.range ?? range);
  const names = [itemName, ...compared.map(({ name }) => name)];
  const save = async (kind: ExportKind) => {
    const { saveCsv, savePng } = await import("#features/history/ui/chart-export/export-chart.ts");
    if (kind === "csv") {
      const itemIds = [itemId, ...others];
      saveCsv(await client.items.exportHistory.query({ itemIds, timestep: step, ...span }));
      return;
    }
    const drawing = canvas.current?.picture() ?? null;
    if (drawing === null || drawn === null || section.current === null) throw new Error("nothing is drawn");
    const { at } = drawn.model.scene;
    const picture = { names, range, period: periodName(options), from: at[0] ?? 0, to: at.at(-1) ?? 0 };
    await savePng({ ...picture, drawing, legend: drawn.model.legendAt(null) }, section.current);
  };

  const kind = compared.length > 0 ? "compared over" : "prices of";
  return (
    <section ref={section} className={`${classes.chart} ${palette.palette}`} aria-label="Price history">
      <ChartPreload />
      <div className={classes.head}>
        <h2 className={classes.title}>Price history</h2>
        <PeriodPager period={wanted} onChange={(next) => change({ range: wanted.range, until: next })} />
        <RangeTabs id={id} range={tab} onChange={(next) => change({ range: next })} />
      </div>
      <ChartTools
        itemId={itemId}
        options={{ ...options, step: wantedStep }}
        onChange={change}
        onExport={drawn === null || history.missing !== null ? null : save}
      />
      <ComparedChips
        itemName={itemName}
        compared={compared}
        onRemove={(removed) => change({ compared: toggleCompared(options.compared, removed) })}
      />
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        <ChartPanel
          history={history}
          isSettled={opening.isSettled}
          drawn={drawn}
          options={options}
          label={`${names.join(", ")}, ${kind} ${periodName(options)}`}
          canvas={canvas}
        />
      </div>
    </section>
  );
}
