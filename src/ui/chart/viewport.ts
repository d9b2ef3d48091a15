/** The part of an axis that is in view, as places of buckets; bucket n reaches from n - 0.5 to n + 0.5. */
export type Viewport = { from: number; to: number };

const LEAST_BUCKETS = 8;

/** Moves a view of the same width so that it begins and ends within `count` buckets. */
function within({ from, to }: Viewport, count: number): Viewport {
  const width = Math.min(to - from, count);
  const start = Math.max(-0.5, Math.min(from, count - 0.5 - width));
  return { from: start, to: start + width };
}

/**
 * A view `factor` times as wide that keeps bucket `around` where it stands in it (its middle without one): at least
 * 8 buckets, at most all `count`.
 */
export function zoomed(view: Viewport, factor: number, around: number | null, count: number): Viewport {
  const width = view.to - view.from;
  const next = Math.min(count, Math.max(Math.min(LEAST_BUCKETS, count), width * factor));
  const inView = around !== null && around >= view.from && around <= view.to;
  const pivot = inView ? around : (view.from + view.to) / 2;
  const from = pivot - ((pivot - view.from) / width) * next;
  return within({ from, to: from + next }, count);
}

/** The view moved just so far that a bucket is in it; null where it is already. */
export function panned({ from, to }: Viewport, index: number): Viewport | null {
  const by = Math.max(0, index + 0.5 - to) - Math.max(0, from - (index - 0.5));
  return by === 0 ? null : { from: from + by, to: to + by };
}
