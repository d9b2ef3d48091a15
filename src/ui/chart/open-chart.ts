import { ColorType, CrosshairMode, LineSeries, LineStyle, createChartEx } from "lightweight-charts";
import type { ChartOptions, DeepPartial, IChartApiBase, TickMarkType, Time } from "lightweight-charts";
import { WallTimeScale, chartTime, epochMs } from "./axis/wall-time-scale.ts";
import { axisZone } from "./axis/zone.ts";
import type { AxisZone } from "./axis/zone.ts";
import type { ChartColors } from "./colors.ts";
import { drawScene, invisible } from "./drawing/draw-scene.ts";
import type { Drawing } from "./drawing/draw-scene.ts";
import { BackgroundPrimitive } from "./drawing/background.ts";
import { OwnTradesPrimitive } from "./drawing/own-trades.ts";
import { shapeOf } from "./scene.ts";
import type { ChartScene } from "./scene.ts";
import { viewControlOf } from "./view-control.ts";
import type { ViewControl } from "./view-control.ts";
import type { Axis } from "./viewport.ts";
import { listenToWheel } from "./wheel.ts";

export type PriceChartHandle = {
  /** `refit`: shows the whole range instead of keeping the reader's zoom. */
  setScene: (scene: ChartScene, refit: boolean) => void;
  setColors: (colors: ChartColors) => void;
  /** Moves the crosshair to a bucket and scrolls it into view; null removes the crosshair. */
  pointAt: (index: number | null) => void;
  view: Pick<ViewControl, "zoom" | "move" | "reset">;
  /** Renders the chart without the crosshair, in device pixels. */
  picture: () => HTMLCanvasElement;
  close: () => void;
};

/** Wide enough for prices in millions: an axis that grows with its labels would lay out every pane again. */
const AXIS_WIDTH_PX = 76;

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

const createChartIn = (
  container: HTMLElement,
  scale: WallTimeScale,
  colors: ChartColors,
): IChartApiBase<Time> =>
  createChartEx<Time, WallTimeScale>(container, scale, {
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
      entireTextOnly: true,
    },
    timeScale: {
      borderVisible: false,
      timeVisible: true,
      fixLeftEdge: true,
      fixRightEdge: true,
      minBarSpacing: 0.05,
    },
    // The wheel has rules of its own, see `wheel.ts`. A drag moves the chart, two fingers zoom it.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false, axisPressedMouseMove: { time: true, price: false } },
  });

const timeFormatOptions = (zone: AxisZone): DeepPartial<ChartOptions> => ({
  localization: { timeFormatter: (time: Time) => zone.moment(epochMs(time)) },
  timeScale: { tickMarkFormatter: (time: Time, type: TickMarkType) => zone.tick(epochMs(time), type) },
});

const axisOf = ({ at, stepS }: ChartScene): Axis => ({
  count: at.length,
  startMs: at[0] ?? 0,
  stepMs: stepS * 1000,
});

/** The price at which the keyboard's crosshair is placed: the close, else the first known line value. */
const priceAt = ({ candles, lines }: ChartScene, index: number): number | null =>
  candles?.[index]?.close ??
  lines.map(({ values }) => values[index] ?? null).find((value) => value !== null) ??
  null;

type Listeners = {
  /** Gets the index of the bucket under the crosshair, and null when the pointer leaves. */
  onPoint: (index: number | null) => void;
  /** Gets the index of a bucket that was clicked or tapped. */
  onPick: (index: number) => void;
};

/** Opens a chart in `container` that follows its size. A double click or tap shows all of it. */
export function openChart(
  container: HTMLElement,
  colors: ChartColors,
  { onPoint, onPick }: Listeners,
): PriceChartHandle {
  const scale = new WallTimeScale();
  const chart = createChartIn(container, scale, colors);
  const background = new BackgroundPrimitive(colors);
  const own = new OwnTradesPrimitive(colors);
  chart.panes()[0]?.attachPrimitive(background);
  chart.panes()[0]?.attachPrimitive(own);
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
  let indexAt = new Map<number, number>();

  const count = () => shown?.at.length ?? 0;
  const view = viewControlOf(chart, count);
  const stopWheel = listenToWheel(container, view, count);
  const indexOf = (time: Time | undefined) => (typeof time === "number" ? (indexAt.get(time) ?? null) : null);
  chart.subscribeCrosshairMove(({ time, point }) => onPoint(point ? indexOf(time) : null));
  chart.subscribeClick(({ time }) => {
    const index = indexOf(time);
    if (index !== null) onPick(index);
  });
  chart.subscribeDblClick(view.reset);

  const partsFor = (scene: ChartScene): Drawing => {
    const shape = shapeOf(scene);
    if (drawing?.shape === shape) return drawing.parts;
    drawing?.parts.remove();
    const parts = drawScene(chart, scene, currentColors);
    drawing = { shape, parts };
    return parts;
  };

  const showOwn = (scene: ChartScene) =>
    own.show(scene.own, (price) => drawing?.parts.prices.priceToCoordinate(price) ?? null, currentColors);

  return {
    setScene: (scene, refit) => {
      const before = refit || shown === null ? null : { view: view.visible(), axis: axisOf(shown) };
      const zone = axisZone(scene.stepS);
      if (zone !== scale.zone || shown === null) chart.applyOptions(timeFormatOptions(zone));
      scale.zone = zone;
      const times = scene.at.map(chartTime);
      indexAt = new Map(times.map((time, index) => [time, index]));
      shown = scene;
      spacer.setData(times.map((time) => ({ time, value: 0 })));
      partsFor(scene).setValues(scene, times);
      background.show(scene, currentColors);
      showOwn(scene);
      if (before === null) view.reset();
      else view.carry(before.view, before.axis, axisOf(scene));
    },
    setColors: (next) => {
      currentColors = next;
      chart.applyOptions(themeOptions(next));
      drawing?.parts.setColors(next);
      if (shown === null) return;
      background.show(shown, next);
      showOwn(shown);
    },
    pointAt: (index) => {
      const at = index === null ? undefined : shown?.at[index];
      if (index === null || at === undefined || !shown || !drawing) {
        chart.clearCrosshairPosition();
        chart.applyOptions({ crosshair: { horzLine: { visible: true, labelVisible: true } } });
        return;
      }
      view.reveal(index);
      const price = priceAt(shown, index);
      // A bucket without trades has no price, so only the vertical line is shown.
      chart.applyOptions({
        crosshair: { horzLine: { visible: price !== null, labelVisible: price !== null } },
      });
      const series = price === null ? spacer : drawing.parts.prices;
      chart.setCrosshairPosition(price ?? 0, chartTime(at), series);
    },
    view,
    picture: () => chart.takeScreenshot(true, false),
    close: () => {
      stopWheel();
      chart.remove();
    },
  };
}
