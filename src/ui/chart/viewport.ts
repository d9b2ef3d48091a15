/** The visible part of an axis, in bucket positions: bucket n covers n - 0.5 to n + 0.5. */
export type Viewport = { from: number; to: number };

const LEAST_BUCKETS = 8;
/** Positions that differ by less are equal: they come from pixels. */
const NEARLY = 0.01;

export const wholeView = (count: number): Viewport => ({ from: -0.5, to: count - 0.5 });

export const isWhole = ({ from, to }: Viewport, count: number): boolean =>
  from <= -0.5 + NEARLY && to >= count - 0.5 - NEARLY;

/** Whether two views show the same, but for what rounding to pixels changes. */
export const isSame = (a: Viewport, b: Viewport): boolean =>
  Math.abs(a.from - b.from) < NEARLY && Math.abs(a.to - b.to) < NEARLY;

/** Moves a view, without resizing it, into the axis of `count` buckets. */
function within({ from, to }: Viewport, count: number): Viewport {
  const width = Math.min(to - from, count);
  const start = Math.max(-0.5, Math.min(from, count - 0.5 - width));
  return { from: start, to: start + width };
}

/**
 * Makes a view `factor` times as wide, between 8 and `count` buckets. Position `around` keeps its place on the screen;
 * without one, or if it is out of view, the centre does.
 */
export function zoomed(view: Viewport, factor: number, around: number | null, count: number): Viewport {
  const width = view.to - view.from;
  const next = Math.min(count, Math.max(Math.min(LEAST_BUCKETS, count), width * factor));
  const inView = around !== null && around >= view.from && around <= view.to;
  const pivot = inView ? around : (view.from + view.to) / 2;
  const from = pivot - ((pivot - view.from) / width) * next;
  return within({ from, to: from + next }, count);
}

/** Moves a view by a share of its width, to the right if positive, as far as there are buckets. */
export function moved({ from, to }: Viewport, share: number, count: number): Viewport {
  const by = share * (to - from);
  return within({ from: from + by, to: to + by }, count);
}

/** Moves the view as little as possible so that it contains a bucket; null if it already does. */
export function panned({ from, to }: Viewport, index: number): Viewport | null {
  const by = Math.max(0, index + 0.5 - to) - Math.max(0, from - (index - 0.5));
  return by === 0 ? null : { from: from + by, to: to + by };
}

/** An axis: its number of buckets and the start of the first (epoch ms). */
export type Axis = { count: number; startMs: number; stepMs: number };

/**
 * The view after new buckets have arrived: of the same time, except that a view of everything stays one, and that a view
 * that ends with the newest bucket follows it.
 */
export function carried(view: Viewport, before: Axis, after: Axis): Viewport {
  if (isWhole(view, before.count)) return wholeView(after.count);
  const follows = view.to >= before.count - 0.5 - NEARLY;
  const by = follows ? after.count - before.count : (before.startMs - after.startMs) / after.stepMs;
  return within({ from: view.from + by, to: view.to + by }, after.count);
}

/** A wheel's notch is 100 px or more, a trackpad's pinch a few px: a notch counts as half of that, so that none jumps. */
const NOTCH_PX = 50;
const LINE_PX = 16;

/** The way of a wheel event in pixels: some browsers count in lines. */
export const wheelPx = (delta: number, mode: number): number => (mode === 0 ? delta : delta * LINE_PX);

/** The factor of a wheel's vertical way (px): down shows more. Up and down by the same way cancel out. */
export const wheelFactor = (px: number): number =>
  Math.exp(Math.max(-NOTCH_PX, Math.min(NOTCH_PX, px)) / (2 * NOTCH_PX));
