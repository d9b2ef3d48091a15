import { localTimeReader } from "#features/trades/rules/logs/local-time.ts";
import { timeProblem } from "#features/trades/rules/trade-limits.ts";

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof UNIT_MS;

/** A time as a trader types it: so long ago, or a clock time of a day. `day`: `YYYY-MM-DD`, or days before today. */
export type TimeWords = { agoMs: number } | { day: string | number; clock: string | null };

const AGO =
  /^(an?|\d+(?:[.,]\d+)?) ?(s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hr|hrs|hour|hours|d|day|days|w|week|weeks) ago$/;
const CLOCK = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))? ?(am|pm)?$/;
const DAY = /^(today|yesterday|\d{4}-\d{2}-\d{2})(?: at)?(?: (.+))?$/;

const isUnit = (letter: string): letter is Unit => letter in UNIT_MS;
const two = (digits: number): string => String(digits).padStart(2, "0");

/** `2:30 pm` as `14:30:00`; null for what is no clock time. A bare number is none. */
function clockOf(text: string): string | null {
  const [, hours, minutes, seconds = "00", half] = CLOCK.exec(text) ?? [];
  if (hours === undefined || (minutes === undefined && half === undefined)) return null;
  const typed = Number(hours);
  if (half !== undefined && (typed < 1 || typed > 12)) return null;
  const hour = half === undefined ? typed : (typed % 12) + (half === "pm" ? 12 : 0);
  if (hour > 23 || Number(minutes ?? 0) > 59 || Number(seconds) > 59) return null;
  return `${two(hour)}:${minutes ?? "00"}:${seconds}`;
}

/** Reads words for a time, in lower case with single spaces between them. Null if they name none. */
export function readTimeWords(words: string): TimeWords | null {
  if (words === "now" || words === "just now") return { agoMs: 0 };
  const [, count, unit = ""] = AGO.exec(words) ?? [];
  if (count !== undefined) {
    const letter = unit.charAt(0);
    if (!isUnit(letter)) return null;
    const many = /^an?$/.test(count) ? 1 : Number(count.replace(",", "."));
    return { agoMs: Math.round(many * UNIT_MS[letter]) };
  }
  const [, day, rest] = DAY.exec(words) ?? [];
  if (day !== undefined) {
    const clock = rest === undefined ? null : clockOf(rest);
    if (rest !== undefined && clock === null) return null;
    return { day: day === "today" ? 0 : day === "yesterday" ? 1 : day, clock };
  }
  const clock = clockOf(words.replace(/^at /, ""));
  return clock === null ? null : { day: 0, clock };
}

/** `YYYY-MM-DDTHH:MM:SS` by the clock of a zone. */
function localText(atMs: number, zone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  return format.format(atMs).replace(" ", "T");
}

/** The same calendar day so many days earlier. */
function daysBefore(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

/**
 * The moment that words mean for a reader of a zone (IANA name), epoch ms; of a day without a clock time the time of day
 * that it is now. A clock time that comes twice, when clocks go back, is the earlier one. Or the problem, in words.
 */
export function momentOf(
  words: TimeWords,
  { nowMs, zone }: { nowMs: number; zone: string },
): { atMs: number } | { problem: string } {
  const at = "agoMs" in words ? nowMs - words.agoMs : clockMoment(words, nowMs, zone);
  if (at === null) return { problem: "There is no such time: check the date and the clock" };
  const problem = timeProblem(at, nowMs);
  if (problem === null) return { atMs: at };
  const isLater = "day" in words && words.day === 0 && at > nowMs;
  return {
    problem: isLater ? "This is later today: write yesterday before the time if you mean that" : problem,
  };
}

function clockMoment(words: { day: string | number; clock: string | null }, nowMs: number, zone: string) {
  const now = localText(nowMs, zone);
  const day = typeof words.day === "string" ? words.day : daysBefore(now.slice(0, 10), words.day);
  return localTimeReader(zone)(`${day}T${words.clock ?? now.slice(11)}`)[0] ?? null;
}
