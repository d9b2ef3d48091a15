import { customSeriesDefaultOptions } from "lightweight-charts";
import type {
  CustomData,
  CustomSeriesOptions,
  CustomSeriesWhitespaceData,
  ICustomSeriesPaneRenderer,
  ICustomSeriesPaneView,
  PaneRendererCustomData,
  PriceToCoordinateConverter,
  UTCTimestamp,
} from "lightweight-charts";
import { bridgesOf, runsOf } from "./runs.ts";
import type { Run } from "./runs.ts";

/** The values of one bucket: a price for each line, then the upper and the lower edge of each band. */
export type LinesData = CustomData<UTCTimestamp> & { values: readonly (number | null)[] };
export type LineStroke = { color: string; dash: readonly number[] };
/** `outages`: the buckets without recorded data, first and last included. */
export type LinesOptions = CustomSeriesOptions & {
  strokes: readonly LineStroke[];
  fills: readonly string[];
  outages: readonly { first: number; last: number }[];
};

type Target = Parameters<ICustomSeriesPaneRenderer["draw"]>[0];
type Painted = PaneRendererCustomData<UTCTimestamp, LinesData>;
type Spot = { slot: number; x: number; ys: readonly (number | null)[] };

const LINE_PX = 1.5;
const DOT_PX = 2;
const BRIDGE_PX = 1;
const BRIDGE_ALPHA = 0.45;

/**
 * Draws price lines and the bands between them. The library's own lines join across missing buckets; these join faintly
 * where nobody traded, leave a gap where there is no data, and draw a single bucket as a dot.
 */
export class LinesView implements ICustomSeriesPaneView<UTCTimestamp, LinesData, LinesOptions> {
  #data: Painted | null = null;
  #options: LinesOptions = this.defaultOptions();

  renderer(): ICustomSeriesPaneRenderer {
    return {
      draw: (target, toY) => {
        if (this.#data) paint(target, toY, this.#data, this.#options);
      },
    };
  }

  update(data: Painted, options: LinesOptions): void {
    this.#data = data;
    this.#options = options;
  }

  priceValueBuilder({ values }: LinesData): number[] {
    return values.filter((value) => value !== null);
  }

  isWhitespace(
    data: LinesData | CustomSeriesWhitespaceData<UTCTimestamp>,
  ): data is CustomSeriesWhitespaceData<UTCTimestamp> {
    return !("values" in data) || data.values.every((value) => value === null);
  }

  defaultOptions(): LinesOptions {
    return { ...customSeriesDefaultOptions, strokes: [], fills: [], outages: [] };
  }
}

function paint(
  target: Target,
  toY: PriceToCoordinateConverter,
  data: Painted,
  { strokes, fills, outages }: LinesOptions,
) {
  const range = data.visibleRange;
  if (!range) return;
  target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio: scaleX, verticalPixelRatio: scaleY }) => {
    const [first, last] = reachOf(data.bars, range, strokes.length);
    const spots = data.bars.slice(first, last + 1).map((bar) => ({
      slot: bar.time,
      x: bar.x * scaleX,
      ys: bar.originalData.values.map((value) => (value === null ? null : (toY(value) ?? 0) * scaleY)),
    }));
    for (const [index, fill] of fills.entries()) {
      fillBand(context, spots, strokes.length + 2 * index, fill);
    }
    // Drawn in reverse, so that the first line is on top.
    for (const index of [...strokes.keys()].toReversed()) {
      const stroke = strokes[index];
      if (stroke) strokeLine(context, spots, index, stroke, outages, scaleY);
    }
  });
}

/** The bars to draw: beyond each edge up to the next value of every line, so that lines run to the edge of the pane. */
function reachOf(bars: Painted["bars"], { from, to }: { from: number; to: number }, lines: number): Run {
  const isKnownIn = (line: number) => (index: number) =>
    (bars[index]?.originalData.values[line] ?? null) !== null;
  let [first, last] = [from, to - 1];
  for (let line = 0; line < lines; line++) {
    const isThere = isKnownIn(line);
    let [left, right] = [from - 1, to];
    while (left > 0 && !isThere(left)) left -= 1;
    while (right < bars.length - 1 && !isThere(right)) right += 1;
    [first, last] = [Math.min(first, left), Math.max(last, right)];
  }
  return [Math.max(0, first), last];
}

const adjoins = (spots: readonly Spot[]) => (index: number) =>
  spots[index]?.slot === (spots[index - 1]?.slot ?? Number.NaN) + 1;

const isKnown = (spots: readonly Spot[], line: number) => (index: number) =>
  (spots[index]?.ys[line] ?? null) !== null;

function fillBand(context: CanvasRenderingContext2D, spots: readonly Spot[], upper: number, color: string) {
  const hasUpper = isKnown(spots, upper);
  const hasLower = isKnown(spots, upper + 1);
  context.fillStyle = color;
  for (const [first, last] of runsOf(
    spots.length,
    (index) => hasUpper(index) && hasLower(index),
    adjoins(spots),
  )) {
    const run = spots.slice(first, last + 1);
    context.beginPath();
    for (const spot of run) context.lineTo(spot.x, spot.ys[upper] ?? 0);
    for (const spot of run.toReversed()) context.lineTo(spot.x, spot.ys[upper + 1] ?? 0);
    context.fill();
  }
}

function strokeLine(
  context: CanvasRenderingContext2D,
  spots: readonly Spot[],
  line: number,
  { color, dash }: LineStroke,
  outages: LinesOptions["outages"],
  scale: number,
) {
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineJoin = "round";
  const runs = runsOf(spots.length, isKnown(spots, line), adjoins(spots));
  context.lineWidth = BRIDGE_PX * scale;
  context.globalAlpha = BRIDGE_ALPHA;
  context.beginPath();
  for (const [from, to] of bridgesOf(runs, (index) => spots[index]?.slot ?? 0, outages)) {
    context.moveTo(spots[from]?.x ?? 0, spots[from]?.ys[line] ?? 0);
    context.lineTo(spots[to]?.x ?? 0, spots[to]?.ys[line] ?? 0);
  }
  context.stroke();
  context.globalAlpha = 1;
  context.lineWidth = LINE_PX * scale;
  context.setLineDash(dash.map((length) => length * scale));
  for (const [first, last] of runs) {
    context.beginPath();
    const run = spots.slice(first, last + 1);
    for (const spot of run) context.lineTo(spot.x, spot.ys[line] ?? 0);
    const [only] = run;
    if (run.length > 1 || !only) {
      context.stroke();
    } else {
      context.arc(only.x, only.ys[line] ?? 0, DOT_PX * scale, 0, 2 * Math.PI);
      context.fill();
    }
  }
  context.setLineDash([]);
}
