"use client";
import { useSyncExternalStore } from "react";

/** The widths below which style sheets lay out for a phone, too. */
const NARROW = "(max-width: 639px)";

function subscribe(notify: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener("change", notify);
  return () => query.removeEventListener("change", notify);
}

/** Whether the window is as narrow as a phone. The server renders for a wide one; style sheets hide the rest until hydration. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => matchMedia(NARROW).matches,
    () => false,
  );
