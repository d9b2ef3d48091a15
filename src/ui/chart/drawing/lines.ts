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
import { runsOf } from "./runs.ts";

/** The values of one bucket: a price for each line, then the upper and the lower edge of each band. */
export type LinesData = CustomData<UTCTimestamp> & { values: readonly (number | null)[] };
export type LineStroke = { color: string; dash: readonly number[] };
export type LinesOptions = CustomSeriesOptions & { strokes: readonly LineStroke[]; fills: readonly string[] };

type Target = Parameters<ICustomSeriesPaneRenderer["draw"]>[0];
type Painted = PaneRendererCustomData<UTCTimestamp, LinesData>;
type Spot = { slot: number; x: number; ys: readonly (number | null)[] };

const LINE_PX = 1.5;
const DOT_PX = 2;

/**
 * Draws price lines and the bands between them. The library's own lines join across missing buckets; these leave a gap,
 * and draw a single bucket between two gaps as a dot.
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
    return { ...customSeriesDefaultOptions, strokes: [], fills: [] };
  }
}

function paint(
  target: Target,
  toY: PriceToCoordinateConverter,
  data: Painted,
  { strokes, fills }: LinesOptions,
) {
  const range = data.visibleRange;
  if (!range) return;
  target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio: scaleX, verticalPixelRatio: scaleY }) => {
    // Includes one bar beyond each edge, so that lines run to the edge of the pane.
    const spots = data.bars.slice(Math.max(0, range.from - 1), range.to + 1).map((bar) => ({
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
      if (stroke) strokeLine(context, spots, index, stroke, scaleY);
    }
  });
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
  scale: number,
) {
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = LINE_PX * scale;
  context.lineJoin = "round";
  context.setLineDash(dash.map((length) => length * scale));
  for (const [first, last] of runsOf(spots.length, isKnown(spots, line), adjoins(spots))) {
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
