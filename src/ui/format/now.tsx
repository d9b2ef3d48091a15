"use client";
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { formatAge } from "./format.ts";

/** The time by the browser's clock, epoch ms. */
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

/** The time of the last tick. All components share it, so that their ages agree. */
const currentNow = (): number => {
  if (now === 0) now = readNow();
  return now;
};

const ServerNow = createContext(0);

/** The server's time at which the HTML was rendered. Hydration uses it too, so that its output matches the HTML. */
export function ServerNowProvider({ atMs, children }: { atMs: number; children: ReactNode }) {
  return <ServerNow value={atMs}>{children}</ServerNow>;
}

/** When the page's HTML was rendered, by the server's clock: epoch ms. A kept page has its old time. */
export const useRenderedAt = (): number => useContext(ServerNow);

/** A text that depends on the time. The component renders again only when the text changes. */
export function useTimedText(textAt: (nowMs: number) => string): string {
  const serverNow = useContext(ServerNow);
  return useSyncExternalStore(
    subscribe,
    useCallback(() => textAt(currentNow()), [textAt]),
    useCallback(() => textAt(serverNow), [textAt, serverNow]),
  );
}

/** The age of `atMs` (`42s`, `7m`, `3h`, `2d`), kept up to date. */
export const useAge = (atMs: number | null): string =>
  useTimedText(useCallback((nowMs: number) => formatAge(atMs, nowMs), [atMs]));
