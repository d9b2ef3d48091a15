/** The text of an unknown value. Components add the word for screen readers. */
export const UNKNOWN = "–";

const exact = new Intl.NumberFormat("en");
const SHORT = [
  [1e3, "k"],
  [1e6, "m"],
  [1e9, "b"],
  [1e12, "t"],
] as const;

/** Three significant figures; null if they round up to 1000, which the next unit writes as 1. */
function scaledText(scaled: number): string | null {
  for (const digits of [2, 1, 0]) {
    const text = scaled.toFixed(digits);
    // 99.95 rounds to 100.0, which has too many figures.
    if (text.replace(".", "").length <= 3) return text;
  }
  return null;
}

/** `1716616` as `1.72m`: three significant figures, exact below 10,000; `>999t` above that. */
export function formatShort(value: number | null): string {
  if (value === null) return UNKNOWN;
  const size = Math.abs(value);
  if (size < 10_000) return formatExact(value);
  for (const [unit, letter] of SHORT) {
    const text = scaledText(size / unit);
    if (text !== null) return `${value < 0 ? "−" : ""}${text}${letter}`;
  }
  return value < 0 ? "<−999t" : ">999t";
}

/** All digits, grouped: `1,716,616`. */
export const formatExact = (value: number | null): string =>
  value === null ? UNKNOWN : exact.format(value).replace("-", "−");

/** All digits up to `most`, shortened beyond it, so that it fits its column. */
export const formatWhole = (value: number | null, most: number): string =>
  value !== null && Math.abs(value) > most ? formatShort(value) : formatExact(value);

/** An amount with its sign, for gains and losses: `+1,204`, `−88`, `0`. */
export const formatSigned = (
  value: number | null,
  format: (value: number) => string = formatShort,
): string => {
  if (value === null) return UNKNOWN;
  if (value === 0) return "0";
  const size = format(Math.abs(value));
  if (size.startsWith(">")) return value > 0 ? size : `<−${size.slice(1)}`;
  return `${value > 0 ? "+" : "−"}${size}`;
};

/** A fraction as a signed percentage with all digits before the point: `0.0421` as `+4.2%`, `12.5` as `+1,250%`. */
export const formatExactPercent = (fraction: number | null): string => {
  if (fraction === null) return UNKNOWN;
  const percent = Math.abs(fraction) * 100;
  const text = `${percent >= 99.95 ? exact.format(Math.round(percent)) : percent.toFixed(1)}%`;
  return text === "0.0%" ? text : `${fraction > 0 ? "+" : "−"}${text}`;
};

/** Whether `formatPercent` says only that a percentage is beyond 999. */
export const isBeyondPercent = (fraction: number): boolean => Math.round(Math.abs(fraction) * 100) > 999;

/** The same in at most six characters, for columns: `>999%` and `<−999%` beyond that. */
export const formatPercent = (fraction: number | null): string => {
  if (fraction === null || !isBeyondPercent(fraction)) return formatExactPercent(fraction);
  return fraction > 0 ? ">999%" : "<−999%";
};

/** The age of a time in one unit: `42s`, `7m`, `3h`, `2d`. */
export function formatAge(atMs: number | null, nowMs: number): string {
  if (atMs === null) return UNKNOWN;
  const seconds = Math.max(0, Math.floor((nowMs - atMs) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

const UNIT_WORDS: Readonly<Record<string, string>> = { s: "s", m: "min", h: "h", d: "days" };

/** The same for a sentence: `42 s`, `7 min`, `1 day`, `2 days`. */
export const formatLongAge = (atMs: number, nowMs: number): string =>
  formatAge(atMs, nowMs)
    .replace(/[smhd]$/, (unit) => ` ${UNIT_WORDS[unit] ?? unit}`)
    .replace(/^1 days$/, "1 day");

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
/** `12:31`, in the reader's time zone. */
export const formatClock = (atMs: number): string => clock.format(atMs);

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" });
/** `21 December 2026`, in the reader's time zone. */
export const formatDay = (atMs: number): string => day.format(atMs);
