"use client";
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { formatAge } from "./format.ts";

/** The reader's clock, epoch ms. */
export const readNow = (): number => new Date().getTime();

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = 0;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = readNow();
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
    now = 0;
  };
}

/** One value for all between two ticks, so that no two ages on a page disagree. */
const currentNow = (): number => {
  if (now === 0) now = readNow();
  return now;
};

const ServerNow = createContext(0);

/** The server's clock at the time of the HTML: the first render in the browser repeats it, so that both agree. */
export function ServerNowProvider({ atMs, children }: { atMs: number; children: ReactNode }) {
  return <ServerNow value={atMs}>{children}</ServerNow>;
}

/** A text that depends on the time; the component renders again only when the text changes. */
export function useTimedText(textAt: (nowMs: number) => string): string {
  const serverNow = useContext(ServerNow);
  return useSyncExternalStore(
    subscribe,
    useCallback(() => textAt(currentNow()), [textAt]),
    useCallback(() => textAt(serverNow), [textAt, serverNow]),
  );
}

/** How long ago `atMs` was (`42s 7m 3h 2d`), ticking. */
export const useAge = (atMs: number | null): string =>
  useTimedText(useCallback((nowMs: number) => formatAge(atMs, nowMs), [atMs]));
