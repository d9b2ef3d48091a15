/** Where somebody was in a table: scroll offsets (px), the active cell, the key of its row, and whether it had the focus. */
export type Place = {
  top: number;
  left: number;
  row: number;
  col: number;
  rowKey: number;
  hasFocus: boolean;
};

type Stored = readonly [name: string, place: Place];

const KEY = "ge:places";
/** More entries than anybody goes back through. */
const KEPT = 40;

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

function isStored(value: unknown): value is Stored {
  if (!Array.isArray(value) || typeof value[0] !== "string") return false;
  const place: unknown = value[1];
  if (typeof place !== "object" || place === null) return false;
  const { top, left, row, col, rowKey, hasFocus } = place as Record<keyof Place, unknown>;
  return [top, left, row, col, rowKey].every(isNumber) && typeof hasFocus === "boolean";
}

/** Reads what `writePlaces` wrote; ignores anything else. */
export function readPlaces(text: string | null): Map<string, Place> {
  try {
    const stored: unknown = JSON.parse(text ?? "[]");
    return new Map(Array.isArray(stored) ? stored.filter(isStored) : []);
  } catch {
    return new Map();
  }
}

/** The newest places. */
export const writePlaces = (places: ReadonlyMap<string, Place>): string =>
  JSON.stringify([...places].slice(-KEPT));

let known: Map<string, Place> | null = null;

function allPlaces(): Map<string, Place> {
  if (known !== null) return known;
  let text: string | null = null;
  try {
    text = sessionStorage.getItem(KEY);
  } catch {
    // There is no storage; places hold until the page is reloaded.
  }
  known = readPlaces(text);
  return known;
}

/** The current entry of the tab's history; null in a browser that does not say. */
export const historyEntry = (): string | null => globalThis.navigation?.currentEntry?.key ?? null;

const nameOf = (view: string): string | null => {
  const entry = historyEntry();
  return entry === null ? null : `${entry} ${view}`;
};

/** The place in a view of the current history entry. */
export function findPlace(view: string): Place | null {
  const name = nameOf(view);
  return name === null ? null : (allPlaces().get(name) ?? null);
}

export function notePlace(view: string, place: Place): void {
  const name = nameOf(view);
  if (name === null) return;
  // Set again, so that the newest are last.
  allPlaces().delete(name);
  allPlaces().set(name, place);
}

/** Keeps the places through a reload of the tab. */
export function storePlaces(): void {
  try {
    sessionStorage.setItem(KEY, writePlaces(allPlaces()));
  } catch {
    // With a full or forbidden storage, places hold until the page is reloaded.
  }
}
