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

export type SpreadData = CustomData<UTCTimestamp> & { high: number | null; low: number | null };
export type SpreadOptions = CustomSeriesOptions & { high: string; low: string; band: string };

type Target = Parameters<ICustomSeriesPaneRenderer["draw"]>[0];
type Painted = PaneRendererCustomData<UTCTimestamp, SpreadData>;
type Spot = { slot: number; x: number; high: number | null; low: number | null };

const LINE_PX = 1.5;
const DOT_PX = 2;

/**
 * Both price lines and the shade between them. A series of our own because the library's lines join across missing
 * buckets; here a silence stays a gap, and a bucket alone between two silences is a dot.
 */
export class SpreadView implements ICustomSeriesPaneView<UTCTimestamp, SpreadData, SpreadOptions> {
  #data: Painted | null = null;
  #options: SpreadOptions = this.defaultOptions();

  renderer(): ICustomSeriesPaneRenderer {
    return {
      draw: (target, toY) => {
        if (this.#data) paint(target, toY, this.#data, this.#options);
      },
    };
  }

  update(data: Painted, options: SpreadOptions): void {
    this.#data = data;
    this.#options = options;
  }

  priceValueBuilder({ high, low }: SpreadData): number[] {
    return [low, high].filter((price) => price !== null);
  }

  isWhitespace(
    data: SpreadData | CustomSeriesWhitespaceData<UTCTimestamp>,
  ): data is CustomSeriesWhitespaceData<UTCTimestamp> {
    return !("high" in data) || (data.high === null && data.low === null);
  }

  defaultOptions(): SpreadOptions {
    return { ...customSeriesDefaultOptions, high: "#000", low: "#000", band: "transparent" };
  }
}

function paint(target: Target, toY: PriceToCoordinateConverter, data: Painted, options: SpreadOptions) {
  const range = data.visibleRange;
  if (!range) return;
  target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio: scaleX, verticalPixelRatio: scaleY }) => {
    const y = (price: number | null) => (price === null ? null : (toY(price) ?? 0) * scaleY);
    // One bar beyond each edge, so that lines run out of the pane instead of ending at it.
    const spots = data.bars.slice(Math.max(0, range.from - 1), range.to + 1).map((bar) => ({
      slot: bar.time,
      x: bar.x * scaleX,
      high: y(bar.originalData.high),
      low: y(bar.originalData.low),
    }));
    fillBand(context, spots, options.band);
    strokeSide(context, spots, "low", options.low, scaleY);
    strokeSide(context, spots, "high", options.high, scaleY);
  });
}

const adjoins = (spots: readonly Spot[]) => (index: number) =>
  spots[index]?.slot === (spots[index - 1]?.slot ?? Number.NaN) + 1;

function fillBand(context: CanvasRenderingContext2D, spots: readonly Spot[], color: string) {
  const both = (index: number) => spots[index]?.high !== null && spots[index]?.low !== null;
  context.fillStyle = color;
  for (const [first, last] of runsOf(spots.length, both, adjoins(spots))) {
    const run = spots.slice(first, last + 1);
    context.beginPath();
    for (const spot of run) context.lineTo(spot.x, spot.high ?? 0);
    for (const spot of run.toReversed()) context.lineTo(spot.x, spot.low ?? 0);
    context.fill();
  }
}

function strokeSide(
  context: CanvasRenderingContext2D,
  spots: readonly Spot[],
  side: "high" | "low",
  color: string,
  scale: number,
) {
  const known = (index: number) => spots[index]?.[side] !== null;
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = LINE_PX * scale;
  context.lineJoin = "round";
  for (const [first, last] of runsOf(spots.length, known, adjoins(spots))) {
    context.beginPath();
    const run = spots.slice(first, last + 1);
    for (const spot of run) context.lineTo(spot.x, spot[side] ?? 0);
    const [only] = run;
    if (run.length > 1 || !only) {
      context.stroke();
    } else {
      context.arc(only.x, only[side] ?? 0, DOT_PX * scale, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
