import { cellName } from "./table.ts";

/** Half a second: rows that were asked for last are drawn by then, or are still on their way. */
const FRAMES = 30;

/**
 * Moves the focus to the first row of the grid in the element `id`, as soon as the rows asked for last are drawn. Does
 * nothing if the focus goes elsewhere meanwhile.
 */
export function focusFirstRow(id: string): void {
  const grid = document.getElementById(id)?.querySelector("[role=grid]");
  if (!grid) return;
  const from = document.activeElement;
  grid.scrollTo({ top: 0 });
  const attempt = (framesLeft: number) => {
    if (document.activeElement !== from) return;
    const cell = grid.querySelector<HTMLElement>(`[data-cell="${cellName({ row: 0, col: 0 })}"]`);
    const isDrawn = cell !== null && grid.getAttribute("aria-busy") !== "true";
    if (isDrawn || (framesLeft === 0 && cell !== null)) cell.focus({ preventScroll: true });
    else if (framesLeft > 0) requestAnimationFrame(() => attempt(framesLeft - 1));
  };
  attempt(FRAMES);
}
