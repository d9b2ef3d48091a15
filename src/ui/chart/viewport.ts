/** The visible part of an axis, in bucket positions: bucket n covers n - 0.5 to n + 0.5. */
export type Viewport = { from: number; to: number };

const LEAST_BUCKETS = 8;

/** Moves a view, without resizing it, into the axis of `count` buckets. */
function within({ from, to }: Viewport, count: number): Viewport {
  const width = Math.min(to - from, count);
  const start = Math.max(-0.5, Math.min(from, count - 0.5 - width));
  return { from: start, to: start + width };
}

/**
 * Makes a view `factor` times as wide, between 8 and `count` buckets. Bucket `around` keeps its position on the screen;
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

/** Moves the view as little as possible so that it contains a bucket; null if it already does. */
export function panned({ from, to }: Viewport, index: number): Viewport | null {
  const by = Math.max(0, index + 0.5 - to) - Math.max(0, from - (index - 0.5));
  return by === 0 ? null : { from: from + by, to: to + by };
}
