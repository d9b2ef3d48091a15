"use client";
import { useEffect, useImperativeHandle, useRef } from "react";
import type { KeyboardEvent, Ref } from "react";
import { onColorsChange, readColors } from "./colors.ts";
import { openChart } from "./open-chart.ts";
import type { PriceChartHandle } from "./open-chart.ts";
import classes from "./price-canvas.module.css";
import type { ChartScene } from "./scene.ts";

export type CanvasHandle = {
  /** Renders the chart in device pixels; null before the chart exists. */
  picture: () => HTMLCanvasElement | null;
};

type PriceCanvasProps = {
  scene: ChartScene;
  /** Identifies the shown range: a change shows the whole range. Null: there is no data yet. */
  view: string | null;
  /** The accessible name. */
  label: string;
  /** Describes a bucket for screen readers, as arrow keys move through the chart. */
  describe: (index: number) => string;
  /** The bucket under the crosshair, as last reported by `onPoint`. */
  index: number | null;
  onPoint: (index: number | null) => void;
  ref?: Ref<CanvasHandle>;
};

const PAGE = 24;
const ZOOM = 1.6;
/** The performance mark that is set when a range is painted for the first time; bench/chart.ts reads it. */
const PAINTED_MARK = "price-chart-painted";

/** The bucket a key moves to, before clamping; null for other keys. */
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

/** How far Shift and an arrow key move the chart, as a share of what is visible. */
const SHARE = 0.25;
const moves: Readonly<Record<string, number>> = { ArrowLeft: -SHARE, ArrowRight: SHARE };
const zoomFactors: Readonly<Record<string, number>> = { "+": 1 / ZOOM, "=": 1 / ZOOM, "-": ZOOM, _: ZOOM };

/**
 * The chart's canvas; it fills its parent. Arrow keys move through the buckets and with Shift the chart, + and - zoom, 0
 * shows all. A tap shows the values of a bucket, until a tap outside.
 */
export function PriceCanvas({ scene, view, label, describe, index, onPoint, ref }: PriceCanvasProps) {
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<PriceChartHandle | null>(null);
  const shownView = useRef<string | null>(null);
  const goTo = (target: number | null) => {
    chart.current?.pointAt(target);
    onPoint(target);
  };
  const listeners = useRef({ onPoint, goTo });
  useEffect(() => {
    listeners.current = { onPoint, goTo };
  });
  useImperativeHandle(ref, () => ({ picture: () => chart.current?.picture() ?? null }), []);

  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const opened = openChart(element, readColors(element), {
      onPoint: (reached) => listeners.current.onPoint(reached),
      onPick: (picked) => listeners.current.goTo(picked),
    });
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
    const isOther = shownView.current !== view;
    chart.current?.setScene(scene, isOther);
    shownView.current = view;
    // The library paints in the next frame, so the paint is complete in the frame after it.
    if (isOther && view !== null)
      requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(PAINTED_MARK)));
  }, [scene, view]);

  const count = scene.at.length;
  const last = count - 1;
  // A finger leaves no chart as a mouse does: it taps somewhere else.
  const isPointing = index !== null;
  useEffect(() => {
    if (!isPointing) return undefined;
    const leave = ({ target }: PointerEvent) => {
      if (!(target instanceof Node && container.current?.contains(target))) listeners.current.goTo(null);
    };
    document.addEventListener("pointerdown", leave);
    return () => document.removeEventListener("pointerdown", leave);
  }, [isPointing]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || last < 0) return;
    const factor = zoomFactors[event.key];
    const move = event.shiftKey ? moves[event.key] : undefined;
    const target = keyTarget(event.key, index, count);
    const control = chart.current?.view;
    if (factor !== undefined) control?.zoom(factor, index);
    else if (move !== undefined) control?.move(move);
    else if (event.key === "0") control?.reset();
    else if (target !== null) goTo(Math.max(0, Math.min(last, target)));
    else return;
    event.preventDefault();
  };
  const now = Math.max(0, Math.min(index ?? last, last));

  return (
    <div
      className={classes.container}
      data-blank={view === null || undefined}
      // A slider over time with a sentence as its value. A range input cannot contain the canvas.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="slider"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={now}
      aria-valuetext={last < 0 ? "no data" : describe(now)}
      aria-keyshortcuts="ArrowLeft ArrowRight PageUp PageDown Home End + - Shift+ArrowLeft Shift+ArrowRight 0"
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => goTo(null)}
    >
      <div ref={container} className={classes.canvas} aria-hidden="true" />
    </div>
  );
}
