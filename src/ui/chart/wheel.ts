import type { ViewControl } from "./view-control.ts";
import { isSame, isWhole, wheelFactor, wheelPx } from "./viewport.ts";

/** What a wheel over a chart does: a factor to zoom by, a way to move by (px), or null: it scrolls the page. */
export type WheelAct = { zoom: number } | { movePx: number } | null;

type Turn = Pick<WheelEvent, "deltaX" | "deltaY" | "deltaMode" | "shiftKey" | "ctrlKey" | "metaKey">;

/**
 * A wheel zooms while Ctrl or Cmd is held, which is also how browsers report a trackpad's pinch, or while the chart has
 * the focus. A sideways wheel, or one with Shift, moves the chart. Any other wheel scrolls the page.
 */
export function wheelAct(turn: Turn, hasFocus: boolean): WheelAct {
  const { deltaX, deltaY, deltaMode, shiftKey } = turn;
  const isHeld = turn.ctrlKey || turn.metaKey;
  if (!isHeld && (shiftKey || Math.abs(deltaX) > Math.abs(deltaY)))
    return { movePx: wheelPx(deltaX || deltaY, deltaMode) };
  return (isHeld || hasFocus) && deltaY !== 0 ? { zoom: wheelFactor(wheelPx(deltaY, deltaMode)) } : null;
}

/**
 * Lets the wheel zoom and move the chart in `element`. A turn that would change nothing scrolls the page, unless it would
 * zoom the page instead. `count`: the number of buckets. Returns a function that stops it.
 */
export function listenToWheel(element: HTMLElement, control: ViewControl, count: () => number): () => void {
  const onWheel = (event: WheelEvent) => {
    const before = control.visible();
    const act = wheelAct(event, element.matches(":focus, :focus *"));
    if (before === null || act === null) return;
    if ("zoom" in act)
      control.zoom(act.zoom, control.positionAt(event.clientX - element.getBoundingClientRect().left));
    else if (!isWhole(before, count())) control.move(act.movePx / control.widthPx());
    const after = control.visible();
    const isUnchanged = after === null || isSame(after, before);
    if (!isUnchanged || event.ctrlKey || event.metaKey) event.preventDefault();
  };
  element.addEventListener("wheel", onWheel, { passive: false });
  return () => element.removeEventListener("wheel", onWheel);
}
