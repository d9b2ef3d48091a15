"use client";
import { useSyncExternalStore } from "react";
import { DISPLAY_KEY, displayNames, parseDisplay, usualDisplay } from "./display.ts";
import type { Display } from "./display.ts";

const listeners = new Set<() => void>();
let current: Display | null = null;

function readStored(): string | null {
  try {
    return localStorage.getItem(DISPLAY_KEY);
  } catch {
    // There is no storage (private mode): the choice holds until the page is left.
    return null;
  }
}

/** What is chosen on this device. */
const readDisplay = (): Display => (current ??= parseDisplay(readStored()));

function apply(display: Display): void {
  current = display;
  for (const name of displayNames) {
    if (display[name] === usualDisplay[name]) document.documentElement.removeAttribute(`data-${name}`);
    else document.documentElement.setAttribute(`data-${name}`, display[name]);
  }
  for (const notify of listeners) notify();
}

export function changeDisplay(change: Partial<Display>): void {
  const display = { ...readDisplay(), ...change };
  apply(display);
  try {
    localStorage.setItem(DISPLAY_KEY, JSON.stringify(display));
  } catch {
    // As above.
  }
}

/** Follows a choice that was made in another tab. */
function onStorage({ key, newValue }: StorageEvent): void {
  if (key === DISPLAY_KEY) apply(parseDisplay(newValue));
}

function subscribe(notify: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("storage", onStorage);
  listeners.add(notify);
  return () => {
    listeners.delete(notify);
    if (listeners.size === 0) window.removeEventListener("storage", onStorage);
  };
}

/** What is chosen on this device; the usual until hydration, as in the HTML. */
export const useDisplay = (): Display => useSyncExternalStore(subscribe, readDisplay, () => usualDisplay);
