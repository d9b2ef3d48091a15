import {
  ColorType,
  CrosshairMode,
  HistogramSeries,
  LineSeries,
  LineStyle,
  createChart,
} from "lightweight-charts";
import type { ChartOptions, DeepPartial, TickMarkType, Time, UTCTimestamp } from "lightweight-charts";
import { axisLabels } from "./axis.ts";
import { formatBucket } from "./bucket.ts";
import type { ChartColors } from "./colors.ts";
import type { ChartPoint } from "./point.ts";
import { SpreadView } from "./spread.ts";
import { zoneOf } from "./zone.ts";
import type { Zone } from "./zone.ts";

export type PriceChartHandle = {
  /** `stepS` is a bucket's length; `refit` shows the whole range again instead of keeping the trader's zoom. */
  setPoints: (points: readonly ChartPoint[], stepS: number, refit: boolean) => void;
  setColors: (colors: ChartColors) => void;
  /** Puts the crosshair on a point, or takes it away. */
  pointAt: (index: number | null) => void;
  close: () => void;
};

const exact = new Intl.NumberFormat("en");
const gpFormat = {
  type: "custom",
  minMove: 1,
  formatter: (value: number) => exact.format(Math.round(Math.abs(value))),
  tickmarksFormatter: axisLabels,
} as const;
const quiet = { priceLineVisible: false, lastValueVisible: false, priceFormat: gpFormat } as const;

/** The library marks seconds by a brand of its own. */
const chartTime = (seconds: number) => seconds as UTCTimestamp;

const themed = (colors: ChartColors): DeepPartial<ChartOptions> => ({
  layout: {
    background: { type: ColorType.Solid, color: "transparent" },
    textColor: colors.text,
    panes: { separatorColor: colors.grid, separatorHoverColor: colors.grid },
  },
  grid: { horzLines: { color: colors.grid }, vertLines: { visible: false } },
  crosshair: {
    vertLine: { color: colors.line, style: LineStyle.Solid, labelBackgroundColor: colors.label },
    horzLine: { color: colors.line, style: LineStyle.Dashed, labelBackgroundColor: colors.label },
  },
});

/**
 * Draws both sides' prices, the spread between them and volumes by side into `container`, following its size.
 * `onPoint` tells the index of the point under the crosshair, null when the pointer leaves.
 */
export function openChart(
  container: HTMLElement,
  colors: ChartColors,
  onPoint: (index: number | null) => void,
): PriceChartHandle {
  const chart = createChart(container, {
    ...themed(colors),
    autoSize: true,
    layout: {
      ...themed(colors).layout,
      fontFamily: getComputedStyle(container).fontFamily,
      fontSize: 12,
      // The link stands in the text below the chart, where a keyboard and a screen reader find it.
      attributionLogo: false,
      panes: { ...themed(colors).layout?.panes, enableResize: false },
    },
    crosshair: { ...themed(colors).crosshair, mode: CrosshairMode.Normal },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.08 } },
    timeScale: {
      borderVisible: false,
      timeVisible: true,
      fixLeftEdge: true,
      fixRightEdge: true,
      minBarSpacing: 0.1,
    },
    // The wheel belongs to the page.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false, axisPressedMouseMove: { time: true, price: false } },
  });

  const volume = chart.addSeries(HistogramSeries, { ...quiet, color: colors.highVolume }, 1);
  const sold = chart.addSeries(HistogramSeries, { ...quiet, color: colors.lowVolume }, 1);
  const spread = chart.addCustomSeries(new SpreadView(), {
    ...quiet,
    high: colors.high,
    low: colors.low,
    band: colors.band,
  });
  // Lines that are not drawn: they carry the last prices on the axis and the dots under the crosshair.
  const side = (color: string) =>
    chart.addSeries(LineSeries, { ...quiet, lastValueVisible: true, lineVisible: false, color });
  const high = side(colors.high);
  const low = side(colors.low);
  // Nothing to see: a value in every bucket, for the library ends its axis at the last bucket that has one.
  const ground = chart.addSeries(
    LineSeries,
    { ...quiet, lineVisible: false, crosshairMarkerVisible: false },
    1,
  );
  chart.panes()[0]?.setStretchFactor(3.6);
  chart.panes()[1]?.setStretchFactor(1);
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.1, bottom: 0.06 } });

  let zone: Zone = zoneOf(0, 0);
  let shown: readonly ChartPoint[] = [];
  let indexAt = new Map<number, number>();

  chart.subscribeCrosshairMove(({ time, point }) => {
    onPoint(typeof time === "number" && point ? (indexAt.get(time) ?? null) : null);
  });

  return {
    setPoints: (points, stepS, refit) => {
      const range = chart.timeScale().getVisibleLogicalRange();
      const sawAll = range === null || (range.from <= 0.5 && range.to >= shown.length - 1.5);
      zone = zoneOf(points.at(-1)?.at ?? 0, stepS);
      const current = zone;
      const times = points.map((point) => chartTime(zone.toChartS(point.at)));
      shown = points;
      indexAt = new Map(times.map((time, index) => [time, index]));
      chart.applyOptions({
        localization: { timeFormatter: (time: Time) => formatBucket(current.toEpochMs(Number(time)), stepS) },
        timeScale: {
          tickMarkFormatter: (time: Time, type: TickMarkType) => current.tick(Number(time), type),
        },
      });
      const series = (valueOf: (point: ChartPoint) => number | null) =>
        points.map((point, index) => {
          const time = times[index] ?? chartTime(0);
          const value = valueOf(point);
          return value === null ? { time } : { time, value };
        });
      spread.setData(
        points.map(({ high: top, low: bottom }, index) => ({
          time: times[index] ?? chartTime(0),
          high: top,
          low: bottom,
        })),
      );
      ground.setData(series(() => 0));
      high.setData(series((point) => point.high));
      low.setData(series((point) => point.low));
      volume.setData(series((point) => point.highVolume || null));
      // Downwards from the same zero: two sides of one trade, told apart without colour.
      sold.setData(series((point) => -point.lowVolume || null));
      if (refit || sawAll) chart.timeScale().fitContent();
    },
    setColors: (next) => {
      chart.applyOptions(themed(next));
      spread.applyOptions({ high: next.high, low: next.low, band: next.band });
      high.applyOptions({ color: next.high });
      low.applyOptions({ color: next.low });
      volume.applyOptions({ color: next.highVolume });
      sold.applyOptions({ color: next.lowVolume });
    },
    pointAt: (index) => {
      const point = index === null ? undefined : shown[index];
      const price = point?.high ?? point?.low ?? null;
      if (!point || price === null) chart.clearCrosshairPosition();
      else chart.setCrosshairPosition(price, chartTime(zone.toChartS(point.at)), high);
    },
    close: () => chart.remove(),
  };
}
