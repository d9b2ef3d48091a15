/** One value per bucket of a series; null if unknown. */
export type Values = readonly (number | null)[];

/**
 * Applies `next` to the known values. A bucket without a price is not part of a window and has no indicator, so the
 * average of a rarely traded item covers its last trades, however far apart they are.
 */
const overKnown = (values: Values, next: (value: number) => number | null): (number | null)[] =>
  values.map((value) => (value === null ? null : next(value)));

/** Returns a sliding window: the last `period` known values, oldest first; null until it is full. */
function windowOf(period: number): (value: number) => readonly number[] | null {
  const held: number[] = [];
  return (value) => {
    held.push(value);
    if (held.length > period) held.shift();
    return held.length === period ? held : null;
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The simple moving average: the mean of the last `period` known values; null until there are that many. */
export function movingAverage(values: Values, period: number): (number | null)[] {
  const slide = windowOf(period);
  return overKnown(values, (value) => {
    const window = slide(value);
    return window === null ? null : meanOf(window);
  });
}

export type Bands = { middle: (number | null)[]; upper: (number | null)[]; lower: (number | null)[] };

/**
 * Bollinger bands: the moving average, and `width` population standard deviations of the same window above and below.
 * The lower band may be negative for volatile prices; it is not clipped.
 */
export function bollingerBands(values: Values, period: number, width: number): Bands {
  const slide = windowOf(period);
  const bands: Bands = { middle: [], upper: [], lower: [] };
  for (const value of values) {
    const window = value === null ? null : slide(value);
    const middle = window === null ? null : meanOf(window);
    const spread =
      window === null || middle === null
        ? null
        : width * Math.sqrt(meanOf(window.map((each) => (each - middle) ** 2)));
    bands.middle.push(middle);
    bands.upper.push(middle === null || spread === null ? null : middle + spread);
    bands.lower.push(middle === null || spread === null ? null : middle - spread);
  }
  return bands;
}

/** The index while the price does not change. */
const NEUTRAL = 50;

const strengthOf = (gain: number, loss: number): number =>
  gain + loss === 0 ? NEUTRAL : 100 * (gain / (gain + loss));

/**
 * Wilder's relative strength index, 0 to 100: the mean gain and mean loss of the first `period` changes, then each
 * smoothed by `(before * (period - 1) + now) / period`. Null for the first `period` known values.
 */
export function relativeStrength(values: Values, period: number): (number | null)[] {
  let before: number | null = null;
  let changes = 0;
  let gain = 0;
  let loss = 0;
  return overKnown(values, (value) => {
    const change = before === null ? null : value - before;
    before = value;
    if (change === null) return null;
    changes += 1;
    const weight = changes <= period ? changes : period;
    // The plain mean until the first window is full, Wilder's smoothing after it.
    gain += (Math.max(change, 0) - gain) / weight;
    loss += (Math.max(-change, 0) - loss) / weight;
    return changes < period ? null : strengthOf(gain, loss);
  });
}
