import { ColorType, CrosshairMode, LineSeries, LineStyle, createChart } from "lightweight-charts";
import type {
  ChartOptions,
  DeepPartial,
  IChartApi,
  TickMarkType,
  Time,
  UTCTimestamp,
} from "lightweight-charts";
import { formatBucket } from "./axis/bucket.ts";
import type { ChartColors } from "./colors.ts";
import { drawScene, invisible } from "./drawing/draw-scene.ts";
import type { Drawing } from "./drawing/draw-scene.ts";
import { BackgroundPrimitive } from "./drawing/background.ts";
import { shapeOf } from "./scene.ts";
import type { ChartScene } from "./scene.ts";
import { panned, zoomed } from "./viewport.ts";
import { zoneOf } from "./axis/zone.ts";
import type { Zone } from "./axis/zone.ts";

export type PriceChartHandle = {
  /** `refit`: shows the whole range instead of keeping the reader's zoom. */
  setScene: (scene: ChartScene, refit: boolean) => void;
  setColors: (colors: ChartColors) => void;
  /** Moves the crosshair to a bucket and scrolls it into view; null removes the crosshair. */
  pointAt: (index: number | null) => void;
  /** Shows `factor` times as many buckets, centred on the bucket `around`. */
  zoom: (factor: number, around: number | null) => void;
  /** Renders the chart without the crosshair, in device pixels. */
  picture: () => HTMLCanvasElement;
  close: () => void;
};

/** Wide enough for prices in millions: an axis that grows with its labels would lay out every pane again. */
const AXIS_WIDTH_PX = 76;

/** The library's branded type for UTC seconds. */
const chartTime = (seconds: number) => seconds as UTCTimestamp;

const themeOptions = (colors: ChartColors): DeepPartial<ChartOptions> => ({
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

const createChartIn = (container: HTMLElement, colors: ChartColors): IChartApi =>
  createChart(container, {
    ...themeOptions(colors),
    autoSize: true,
    layout: {
      ...themeOptions(colors).layout,
      fontFamily: getComputedStyle(container).fontFamily,
      fontSize: 12,
      // The attribution link is in the chart's footer, where keyboards and screen readers can reach it.
      attributionLogo: false,
      panes: { ...themeOptions(colors).layout?.panes, enableResize: false },
    },
    crosshair: { ...themeOptions(colors).crosshair, mode: CrosshairMode.Normal },
    rightPriceScale: {
      borderVisible: false,
      scaleMargins: { top: 0.08, bottom: 0.08 },
      minimumWidth: AXIS_WIDTH_PX,
    },
    timeScale: {
      borderVisible: false,
      timeVisible: true,
      fixLeftEdge: true,
      fixRightEdge: true,
      minBarSpacing: 0.05,
    },
    // The mouse wheel scrolls the page.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false, axisPressedMouseMove: { time: true, price: false } },
  });

const timeFormatOptions = (zone: Zone, stepS: number): DeepPartial<ChartOptions> => ({
  localization: { timeFormatter: (time: Time) => formatBucket(zone.toEpochMs(Number(time)), stepS) },
  timeScale: { tickMarkFormatter: (time: Time, type: TickMarkType) => zone.tick(Number(time), type) },
});

/** The price at which the keyboard's crosshair is placed: the close, else the first known line value. */
const priceAt = ({ candles, lines }: ChartScene, index: number): number | null =>
  candles?.[index]?.close ??
  lines.map(({ values }) => values[index] ?? null).find((value) => value !== null) ??
  null;

/**
 * Opens a chart in `container` that follows its size. Calls `onPoint` with the index of the bucket under the crosshair,
 * and with null when the pointer leaves.
 */
export function openChart(
  container: HTMLElement,
  colors: ChartColors,
  onPoint: (index: number | null) => void,
): PriceChartHandle {
  const chart = createChartIn(container, colors);
  const background = new BackgroundPrimitive(colors);
  chart.panes()[0]?.attachPrimitive(background);
  // An invisible series with a value in every bucket: the library ends its axis at the last bucket with a value. It also
  // keeps the first pane while the other series are replaced.
  const spacer = chart.addSeries(
    LineSeries,
    { ...invisible, crosshairMarkerVisible: false, priceScaleId: "" },
    0,
  );

  let currentColors = colors;
  let drawing: { shape: string; parts: Drawing } | null = null;
  let shown: ChartScene | null = null;
  let zone: Zone = zoneOf(0, 0);
  let indexAt = new Map<number, number>();

  chart.subscribeCrosshairMove(({ time, point }) => {
    onPoint(typeof time === "number" && point ? (indexAt.get(time) ?? null) : null);
  });

  const partsFor = (scene: ChartScene): Drawing => {
    const shape = shapeOf(scene);
    if (drawing?.shape === shape) return drawing.parts;
    drawing?.parts.remove();
    const parts = drawScene(chart, scene, currentColors);
    drawing = { shape, parts };
    return parts;
  };

  const visible = () => chart.timeScale().getVisibleLogicalRange();

  return {
    setScene: (scene, refit) => {
      const before = visible();
      const count = shown?.at.length ?? 0;
      const sawAll = before === null || (before.from <= 0.5 && before.to >= count - 1.5);
      const { at, stepS } = scene;
      const current = zoneOf(at.at(-1) ?? 0, stepS);
      const isSameClock = shown?.stepS === stepS && zone.toChartS(0) === current.toChartS(0);
      zone = current;
      const times = at.map((each) => chartTime(zone.toChartS(each)));
      indexAt = new Map(times.map((time, index) => [time, index]));
      shown = scene;
      if (!isSameClock) chart.applyOptions(timeFormatOptions(current, stepS));
      spacer.setData(times.map((time) => ({ time, value: 0 })));
      partsFor(scene).setValues(scene, times);
      background.show(scene, currentColors);
      if (refit || sawAll) chart.timeScale().fitContent();
      else chart.timeScale().setVisibleLogicalRange(before);
    },
    setColors: (next) => {
      currentColors = next;
      chart.applyOptions(themeOptions(next));
      drawing?.parts.setColors(next);
      if (shown) background.show(shown, next);
    },
    pointAt: (index) => {
      const at = index === null ? undefined : shown?.at[index];
      if (index === null || at === undefined || !shown || !drawing) {
        chart.clearCrosshairPosition();
        chart.applyOptions({ crosshair: { horzLine: { visible: true, labelVisible: true } } });
        return;
      }
      const range = visible();
      const moved = range && panned(range, index);
      if (moved) chart.timeScale().setVisibleLogicalRange(moved);
      const price = priceAt(shown, index);
      // A bucket without trades has no price, so only the vertical line is shown.
      chart.applyOptions({
        crosshair: { horzLine: { visible: price !== null, labelVisible: price !== null } },
      });
      const series = price === null ? spacer : drawing.parts.prices;
      chart.setCrosshairPosition(price ?? 0, chartTime(zone.toChartS(at)), series);
    },
    zoom: (factor, around) => {
      const range = visible();
      if (range && shown) {
        chart.timeScale().setVisibleLogicalRange(zoomed(range, factor, around, shown.at.length));
      }
    },
    picture: () => chart.takeScreenshot(true, false),
    close: () => chart.remove(),
  };
}
