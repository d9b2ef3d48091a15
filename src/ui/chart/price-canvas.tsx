"use client";
import { useEffect, useRef } from "react";
import type { KeyboardEvent } from "react";
import { onColorsChange, readColors } from "./colors.ts";
import { openChart } from "./open-chart.ts";
import type { PriceChartHandle } from "./open-chart.ts";
import type { ChartPoint } from "./point.ts";
import classes from "./price-canvas.module.css";

type PriceCanvasProps = {
  points: readonly ChartPoint[];
  /** A bucket's length in seconds. */
  stepS: number;
  /** Changes when another range is shown: the whole of it comes into view. */
  view: string;
  /** What screen readers call it. */
  label: string;
  /** A point in words: what screen readers say while arrow keys walk the chart. */
  describe: (index: number) => string;
  /** The point that was reached, by pointer or keys, as last told by `onPoint`. */
  index: number | null;
  onPoint: (index: number | null) => void;
};

const PAGE = 24;

/** Where a key leads from a point, or null for a key that means nothing here. */
function keyTarget(key: string, from: number | null, count: number): number | null {
  const last = count - 1;
  const at = from ?? last;
  switch (key) {
    case "ArrowLeft":
      return from === null ? last : at - 1;
    case "ArrowRight":
      return at + 1;
    case "PageUp":
      return at - PAGE;
    case "PageDown":
      return at + PAGE;
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** The drawing itself: 420 px high, the width of its place. Arrow keys walk its points. */
export function PriceCanvas({ points, stepS, view, label, describe, index, onPoint }: PriceCanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<PriceChartHandle | null>(null);
  const shownView = useRef<string | null>(null);
  const tell = useRef(onPoint);
  useEffect(() => {
    tell.current = onPoint;
  }, [onPoint]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const opened = openChart(element, readColors(element), (reached) => tell.current(reached));
    chart.current = opened;
    const stop = onColorsChange(() => opened.setColors(readColors(element)));
    return () => {
      stop();
      opened.close();
      chart.current = null;
      shownView.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setPoints(points, stepS, shownView.current !== view);
    shownView.current = view;
  }, [points, stepS, view]);

  const last = points.length - 1;
  const goTo = (target: number | null) => {
    chart.current?.pointAt(target);
    onPoint(target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || last < 0) return;
    const target = keyTarget(event.key, index, points.length);
    if (target === null) return;
    event.preventDefault();
    goTo(Math.max(0, Math.min(last, target)));
  };
  const now = Math.max(0, index ?? last);

  return (
    <div
      className={classes.place}
      // A slider through time, whose value is a sentence; an input could not hold the drawing.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="slider"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={now}
      aria-valuetext={last < 0 ? "no data" : describe(now)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => goTo(null)}
    >
      <div ref={place} className={classes.canvas} aria-hidden="true" />
    </div>
  );
}
