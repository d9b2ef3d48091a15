import type { IChartApiBase, Time } from "lightweight-charts";
import { carried, isWhole, moved, panned, zoomed } from "./viewport.ts";
import type { Axis, Viewport } from "./viewport.ts";

/** Zooms and moves the visible part of a chart. */
export type ViewControl = {
  visible: () => Viewport | null;
  /** The bucket position at a place of the chart, px from its left edge. */
  positionAt: (x: number) => number | null;
  /** The width of the plot, px. */
  widthPx: () => number;
  /** Shows `factor` times as many buckets around a position, or around the centre. */
  zoom: (factor: number, around: number | null) => void;
  /** Moves by a share of the visible part, to later buckets if positive. */
  move: (share: number) => void;
  /** Moves as little as needed to show a bucket. */
  reveal: (index: number) => void;
  /** Shows all of it. */
  reset: () => void;
  /** Shows the time of `view`, a part of the axis `before`, on the axis `after`. */
  carry: (view: Viewport | null, before: Axis, after: Axis) => void;
};

/** `count`: the number of buckets of the chart's current axis. */
export function viewControlOf(chart: IChartApiBase<Time>, count: () => number): ViewControl {
  const scale = chart.timeScale();
  // The library counts from the centre of the first visible bucket to the centre of the last.
  const visible = (): Viewport | null => {
    const range = scale.getVisibleLogicalRange();
    return range === null ? null : { from: range.from - 0.5, to: range.to + 0.5 };
  };
  const widthPx = () => Math.max(1, scale.width());
  const change = (next: (view: Viewport) => Viewport | null) => {
    const view = count() === 0 ? null : visible();
    const changed = view === null ? null : next(view);
    if (changed !== null) scale.setVisibleLogicalRange({ from: changed.from + 0.5, to: changed.to - 0.5 });
  };
  return {
    visible,
    widthPx,
    positionAt: (x) => {
      const view = visible();
      return view === null ? null : view.from + (x / widthPx()) * (view.to - view.from);
    },
    zoom: (factor, around) => change((view) => zoomed(view, factor, around, count())),
    move: (share) => change((view) => moved(view, share, count())),
    reveal: (index) => change((view) => panned(view, index)),
    reset: () => scale.fitContent(),
    carry: (view, before, after) => {
      if (view === null || isWhole(view, before.count)) scale.fitContent();
      else change(() => carried(view, before, after));
    },
  };
}
