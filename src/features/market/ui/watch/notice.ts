import type { Undoable } from "#ui/feedback/undo-notice.tsx";

/** The last change of a watchlist, on whatever page. `isGate`: a plan with more would allow it. */
export type WatchNotice = { id: number; text: string; isGate: boolean; undo: Undoable["undo"] };

let shown: WatchNotice | null = null;
let count = 0;
const listeners = new Set<() => void>();

const show = (notice: WatchNotice | null) => {
  shown = notice;
  for (const listener of listeners) listener();
};

export function onWatchNotice(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const readWatchNotice = (): WatchNotice | null => shown;

export function showWatchNotice(text: string, undo?: Undoable["undo"], isGate = false): void {
  count += 1;
  show({ id: count, text, isGate, undo });
}

export const closeWatchNotice = (): void => show(null);
