import type { ActiveCell } from "./table.ts";

type Window = { scrollTop: number; heightPx: number; rowPx: number };

/** The cell that the first key on a page goes to: the active one, or the first row in view if that is out of it. */
export function cellInView({ row, col }: ActiveCell, { scrollTop, heightPx, rowPx }: Window): ActiveCell {
  const isInView = row >= 0 && row * rowPx >= scrollTop && (row + 1) * rowPx <= scrollTop + heightPx;
  return isInView ? { row, col } : { row: Math.ceil(scrollTop / rowPx), col };
}

/** Keys that come into the grid without moving the active cell. */
export const entersGrid = (key: string): boolean =>
  ["j", "k", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"].includes(key);

type Extent = { rowCount: number; colCount: number; pageRows: number };

const clamp = (value: number, min: number, max: number) => Math.max(min, Math.min(max, value));

/** The cell a key moves to; null for other keys. Row -1 is the header. */
export function moveBy(
  { key, ctrlKey }: { key: string; ctrlKey: boolean },
  { row, col }: ActiveCell,
  { rowCount, colCount, pageRows }: Extent,
): ActiveCell | null {
  const to = (nextRow: number, nextCol: number): ActiveCell => ({
    row: clamp(nextRow, -1, rowCount - 1),
    col: clamp(nextCol, 0, colCount - 1),
  });
  switch (key) {
    case "ArrowDown":
    case "j":
      return to(row + 1, col);
    case "ArrowUp":
    case "k":
      return to(row - 1, col);
    case "ArrowRight":
      return to(row, col + 1);
    case "ArrowLeft":
      return to(row, col - 1);
    case "PageDown":
      return to(row + pageRows, col);
    case "PageUp":
      return to(Math.max(0, row - pageRows), col);
    case "Home":
      return ctrlKey ? to(0, 0) : to(row, 0);
    case "End":
      return ctrlKey ? to(rowCount - 1, colCount - 1) : to(row, colCount - 1);
    default:
      return null;
  }
}
