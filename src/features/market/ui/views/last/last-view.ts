import { MAX_LENGTH, isViewText } from "#features/market/ui/views/view-text.ts";

/**
 * The view that the list was left with, on this device: the query of its address, empty for the default view. `owner`:
 * the user whose account keeps it; null for a visitor. `isUnsaved`: the account does not have it yet.
 */
export type LastView = { view: string; owner: string | null; isUnsaved: boolean };

/** `early-view.ts` reads it too, before the page is drawn. */
export const LAST_VIEW_KEY = "ge:view";
const VERSION = 1;

/** Null for what is missing, broken or of another version. */
export function parseLastView(text: string | null): LastView | null {
  try {
    const stored: unknown = JSON.parse(text ?? "null");
    if (typeof stored !== "object" || stored === null) return null;
    const { v, view, owner, isUnsaved } = stored as Record<string, unknown>;
    if (v !== VERSION || !isViewText(view) || typeof isUnsaved !== "boolean") return null;
    return typeof owner === "string" || owner === null ? { view, owner, isUnsaved } : null;
  } catch {
    return null;
  }
}

export const formatLastView = (last: LastView): string => JSON.stringify({ v: VERSION, ...last });

const listeners = new Set<() => void>();

export function onLastView(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function readLastView(): LastView | null {
  try {
    return parseLastView(localStorage.getItem(LAST_VIEW_KEY));
  } catch {
    return null;
  }
}

/** Null forgets it. */
export function storeLastView(last: LastView | null): void {
  try {
    if (last === null || (last.view === "" && !last.isUnsaved)) localStorage.removeItem(LAST_VIEW_KEY);
    else localStorage.setItem(LAST_VIEW_KEY, formatLastView(last));
  } catch {
    // With a full or forbidden storage, the view is not remembered.
  }
}

let isChosenUnknown = false;

/** Whether a view was chosen on this page before it knew who is signed in: it is that user's newest one. */
export const wasChosenByUnknown = (): boolean => isChosenUnknown;

/** Remembers a view that the user chose. `userId`: null for a visitor, undefined while unknown. */
export function rememberView(view: string, userId: string | null | undefined): void {
  if (view.length > MAX_LENGTH) return;
  if (userId === undefined) isChosenUnknown = true;
  const owner = userId === undefined ? (readLastView()?.owner ?? null) : userId;
  storeLastView({ view, owner, isUnsaved: owner !== null });
  for (const listener of listeners) listener();
}
