const WINDOW_MS = 60_000;
const MAX_KINDS = 500;

type Kind = { more: number; hasRepeated: boolean; timer: NodeJS.Timeout };

/** What many log lines have as their one cause; the first that matches a line counts. */
const CAUSES: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  // Redis says MISCONF when it cannot save its copy.
  [/"code":"(ENOSPC|53100)"|No space left on device|MISCONF/, "the disk is full or cannot be written"],
  [
    // The driver's and PostgreSQL's own codes; a refused connection only if the driver was refused.
    /"code":"(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|57P0[123])"|ECONNREFUSED.*node_modules\/(postgres|pg)\//,
    "PostgreSQL does not answer",
  ],
  [/cache store or load failed|the session cache failed/, "Redis does not answer"],
];

/** The cause of a log line that tells of trouble, if it is a known one. */
export const causeOf = (line: string): string | undefined =>
  CAUSES.find(([pattern]) => pattern.test(line))?.[1];

/**
 * Prints each kind of trouble once, then once a minute with a count, and a line when a minute has passed without one that
 * had repeated.
 */
export function createTroubleLines(print: (text: string) => void) {
  const kinds = new Map<string, Kind>();

  const forget = (trouble: string): void => {
    clearTimeout(kinds.get(trouble)?.timer);
    kinds.delete(trouble);
  };
  const onMinute = (trouble: string): void => {
    const kind = kinds.get(trouble);
    if (kind === undefined) return;
    if (kind.more === 0) {
      forget(trouble);
      if (kind.hasRepeated) print(`over: ${trouble}`);
      return;
    }
    print(`${trouble} (${kind.more} more in a minute)`);
    kinds.set(trouble, { more: 0, hasRepeated: true, timer: startTimer(trouble) });
  };
  const startTimer = (trouble: string) => setTimeout(() => onMinute(trouble), WINDOW_MS).unref();

  return {
    add: (trouble: string): void => {
      const kind = kinds.get(trouble);
      if (kind !== undefined) {
        kind.more += 1;
        return;
      }
      const [oldest] = kinds.keys();
      if (kinds.size >= MAX_KINDS && oldest !== undefined) forget(oldest);
      kinds.set(trouble, { more: 0, hasRepeated: false, timer: startTimer(trouble) });
      print(trouble);
    },
    close: (): void => {
      for (const trouble of kinds.keys()) forget(trouble);
    },
  };
}
