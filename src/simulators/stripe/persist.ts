import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

import { emptyState } from "./state.ts";
import type { State } from "./state.ts";

const VERSION = 1;
/** Stripe keeps events for 30 days; the file, which is written often, keeps only the newest. */
const KEPT_EVENTS = 5_000;
const SAVE_AFTER_MS = 200;

type Saved = { version: number; state: Record<string, unknown> };

function encode(state: State): string {
  const events = new Map([...state.events].slice(-KEPT_EVENTS));
  const plain = Object.entries({ ...state, events }).map(([name, value]) => [
    name,
    value instanceof Map ? { map: [...value] } : value,
  ]);
  return JSON.stringify({ version: VERSION, state: Object.fromEntries(plain) });
}

const isSaved = (value: unknown): value is Saved =>
  typeof value === "object" && value !== null && "version" in value && "state" in value;

function decode(text: string): State | null {
  const saved: unknown = JSON.parse(text);
  if (!isSaved(saved) || saved.version !== VERSION) return null;
  const entries = Object.entries(saved.state).map(([name, value]) => {
    const isMap = typeof value === "object" && value !== null && "map" in value && Array.isArray(value.map);
    return [name, isMap ? new Map(value.map as [string, unknown][]) : value];
  });
  return { ...emptyState(), ...(Object.fromEntries(entries) as Partial<State>) };
}

/** Loads the state from a file. A file of another version or with invalid JSON is renamed to `<file>.old`. */
export function loadState(file: string): State {
  if (!existsSync(file)) return emptyState();
  try {
    const state = decode(readFileSync(file, "utf8"));
    if (state !== null) return state;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  renameSync(file, `${file}.old`);
  return emptyState();
}

/** Saves the state shortly after a change, atomically: writes a new file and renames it. */
export function createSaver(state: State, file: string) {
  let timer: NodeJS.Timeout | null = null;
  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writeFileSync(`${file}.new`, encode(state), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return {
    touch(): void {
      timer ??= setTimeout(flush, SAVE_AFTER_MS);
    },
    flush,
  };
}
