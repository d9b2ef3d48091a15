import { CandlestickSeries, HistogramSeries, LineSeries, LineStyle } from "lightweight-charts";
import type { IChartApiBase, ISeriesApi, Time, UTCTimestamp } from "lightweight-charts";
import type { ChartColors, ColorName } from "#ui/chart/colors.ts";
import { LinesView } from "./lines.ts";
import { formats, taggedFormat } from "./price-formats.ts";
import type { TaggedFormat } from "./price-formats.ts";
import type { ChartScene, Values } from "#ui/chart/scene.ts";

/** The library's series for all scenes with the same `shapeOf`. */
export type Drawing = {
  setValues: (scene: ChartScene, times: readonly UTCTimestamp[]) => void;
  setColors: (colors: ChartColors) => void;
  /** The series whose scale converts a price to a position. */
  prices: ISeriesApi<"Custom" | "Candlestick">;
  remove: () => void;
};

const PRICE_PANE = 0;
const PANE_STRETCH = [3.6, 1, 1];
const noPriceLine = { priceLineVisible: false, lastValueVisible: false } as const;
/** Options of a line that is not drawn; only its values are used. */
export const invisible = { ...noPriceLine, lineVisible: false } as const;

const pointsOf = (times: readonly UTCTimestamp[], values: Values) =>
  times.map((time, index) => {
    const value = values[index] ?? null;
    return value === null ? { time } : { time, value };
  });

type AnySeries = ISeriesApi<"Line" | "Custom" | "Histogram" | "Candlestick">;
/** The series of one pane, or of one part of it. `main` is the first of `series`. */
type Part<Main extends AnySeries = AnySeries> = Omit<Drawing, "prices" | "remove"> & {
  main: Main;
  series: readonly AnySeries[];
};

/** Draws the lines and bands of one pane. `pick` selects them from a scene. */
function drawLines(
  chart: IChartApiBase<Time>,
  pane: number,
  colors: ChartColors,
  { priceFormat, tag: tagOf }: TaggedFormat,
  pick: (scene: ChartScene) => Pick<ChartScene, "lines" | "bands">,
  first: ChartScene,
): Part<ISeriesApi<"Custom">> {
  const strokes = (from: ChartColors) => ({
    strokes: pick(first).lines.map(({ color, dash }) => ({ color: from[color], dash: dash ?? [] })),
    fills: pick(first).bands.map(({ color }) => from[color]),
  });
  const drawn = chart.addCustomSeries(
    new LinesView(),
    { ...noPriceLine, priceFormat, ...strokes(colors) },
    pane,
  );
  // These lines are not drawn; they give the axis its last-price labels and the crosshair its dots.
  const tagged = pick(first).lines.flatMap(({ tag, color }, index) => {
    if (tag !== true) return [];
    const options = { ...invisible, lastValueVisible: true, priceFormat, color: colors[color] };
    const series = chart.addSeries(LineSeries, options, pane);
    return [{ index, color, series, setTag: tagOf(series) }];
  });
  return {
    main: drawn,
    series: [drawn, ...tagged.map(({ series }) => series)],
    setValues: (scene, times) => {
      const { lines, bands } = pick(scene);
      drawn.applyOptions({ outages: scene.blanks });
      const columns = [
        ...lines.map(({ values }) => values),
        ...bands.flatMap(({ upper, lower }) => [upper, lower]),
      ];
      drawn.setData(
        times.map((time, index) => ({ time, values: columns.map((column) => column[index] ?? null) })),
      );
      for (const { index, series, setTag } of tagged) {
        const values = lines[index]?.values ?? [];
        setTag(values);
        series.setData(pointsOf(times, values));
      }
    },
    setColors: (next) => {
      drawn.applyOptions(strokes(next));
      for (const { color, series } of tagged) series.applyOptions({ color: next[color] });
    },
  };
}

/** Rising candles are hollow and falling ones are filled, so that they differ without colour too. */
const candleColors = ({ rise, fall }: ChartColors) => ({
  upColor: "transparent",
  borderUpColor: rise,
  wickUpColor: rise,
  downColor: fall,
  borderDownColor: fall,
  wickDownColor: fall,
});

function drawCandles(
  chart: IChartApiBase<Time>,
  colors: ChartColors,
  { priceFormat, tag }: TaggedFormat,
): Part<ISeriesApi<"Candlestick">> {
  const series = chart.addSeries(
    CandlestickSeries,
    { ...noPriceLine, priceFormat, ...candleColors(colors) },
    PRICE_PANE,
  );
  // The axis label takes its colour from the candle's body, and a hollow body has none.
  const closes = chart.addSeries(
    LineSeries,
    { ...invisible, lastValueVisible: true, crosshairMarkerVisible: false, priceFormat, color: colors.label },
    PRICE_PANE,
  );
  const setTag = tag(closes);
  return {
    main: series,
    series: [series, closes],
    setValues: ({ candles }, times) => {
      series.setData(
        times.map((time, index) => {
          const candle = candles?.[index];
          if (!candle) return { time };
          const { open, highest: high, lowest: low, close } = candle;
          return { time, open, high, low, close };
        }),
      );
      const values = (candles ?? []).map((candle) => candle?.close ?? null);
      setTag(values);
      closes.setData(pointsOf(times, values));
    },
    setColors: (next) => {
      series.applyOptions(candleColors(next));
      closes.applyOptions({ color: next.label });
    },
  };
}

function drawVolumes(
  chart: IChartApiBase<Time>,
  pane: number,
  colors: ChartColors,
  unit: ChartScene["unit"],
): Part {
  const isProfit = unit === "profit";
  const priceFormat = isProfit ? formats.profit : formats.gp;
  const [upColor, downColor]: [ColorName, ColorName] = isProfit
    ? ["rise", "fall"]
    : ["highVolume", "lowVolume"];
  const bars = (color: ColorName) =>
    chart.addSeries(HistogramSeries, { ...noPriceLine, priceFormat, color: colors[color] }, pane);
  const up = bars(upColor);
  const down = bars(downColor);
  up.priceScale().applyOptions({ scaleMargins: { top: 0.1, bottom: 0.06 } });
  return {
    main: up,
    series: [up, down],
    setValues: ({ volumes }, times) => {
      up.setData(
        pointsOf(
          times,
          (volumes?.up ?? []).map((units) => units || null),
        ),
      );
      // Drawn downwards from the same zero line, so that the sides differ without colour too.
      down.setData(
        pointsOf(
          times,
          (volumes?.down ?? []).map((units) => -units || null),
        ),
      );
    },
    setColors: (next) => {
      up.applyOptions({ color: next[upColor] });
      down.applyOptions({ color: next[downColor] });
    },
  };
}

/** RSI below the first counts as oversold, above the second as overbought. */
const STRENGTH_GUIDES = [30, 70];

function drawStrength(
  chart: IChartApiBase<Time>,
  pane: number,
  colors: ChartColors,
  scene: ChartScene,
): Part {
  const pick = ({ strength }: ChartScene) => ({
    lines: [{ key: "strength", values: strength ?? [], color: "strength" as const, tag: true }],
    bands: [],
  });
  const part = drawLines(chart, pane, colors, taggedFormat("index"), pick, scene);
  const line = part.main;
  line.applyOptions({ autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }) });
  const guides = STRENGTH_GUIDES.map((price) =>
    line.createPriceLine({
      price,
      color: colors.line,
      lineStyle: LineStyle.Dashed,
      lineWidth: 1,
      axisLabelVisible: false,
    }),
  );
  return {
    ...part,
    setColors: (next) => {
      part.setColors(next);
      for (const guide of guides) guide.applyOptions({ color: next.line });
    },
  };
}

/** Adds the series that scenes of this shape need to the chart's panes, without values. */
export function drawScene(chart: IChartApiBase<Time>, scene: ChartScene, colors: ChartColors): Drawing {
  const format = taggedFormat(scene.unit);
  const lines = drawLines(
    chart,
    PRICE_PANE,
    colors,
    format,
    (each) => ({ lines: each.lines, bands: each.bands }),
    scene,
  );
  const candles = scene.candles === null ? null : drawCandles(chart, colors, format);
  const parts: Part[] = candles === null ? [lines] : [lines, candles];
  if (scene.volumes !== null) parts.push(drawVolumes(chart, 1, colors, scene.unit));
  if (scene.strength !== null) parts.push(drawStrength(chart, scene.volumes === null ? 1 : 2, colors, scene));
  for (const [index, pane] of chart.panes().entries()) pane.setStretchFactor(PANE_STRETCH[index] ?? 1);
  return {
    prices: candles?.main ?? lines.main,
    setValues: (next, times) => {
      for (const part of parts) part.setValues(next, times);
    },
    setColors: (next) => {
      for (const part of parts) part.setColors(next);
    },
    remove: () => {
      for (const series of parts.flatMap((part) => part.series)) chart.removeSeries(series);
    },
  };
}
