import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const CHECK_MS = 15_000;
const MB = 1024 * 1024;

type Limits = {
  /** A share of the time in which the event loop was busy: below it nobody waits for a pause of a tenth of a second. */
  idleBelow: number;
  /** Less is not worth a pause. */
  worthMb: number;
  /** After so many checks without a collection it is worth a pause whatever the heap shows. */
  checks: number;
};

/** Of a process that answers requests. */
const SERVER: Limits = { idleBelow: 0.1, worthMb: 32, checks: 4 };
/** Of a process for whose pauses nobody waits. */
export const BACKGROUND: Limits = { idleBelow: 0.5, worthMb: 16, checks: 4 };

type Facts = { utilization: number; heapBytes: number };

/**
 * Decides when to collect garbage: when the process is idle and its heap has grown since the last collection, or a minute
 * after the last one. V8 collects when it needs room, so a process that was busy once keeps its largest heap for as long as
 * nothing happens. What caches drop meanwhile shows in the heap's size only after a collection, hence the minute.
 */
export function createIdleCollector(
  collect: () => void,
  { idleBelow, worthMb, checks }: Limits = SERVER,
): (facts: Facts, heapAfter: () => number) => void {
  let floor = Number.POSITIVE_INFINITY;
  let sinceLast = 0;
  return ({ utilization, heapBytes }, heapAfter) => {
    floor = Math.min(floor, heapBytes);
    sinceLast += 1;
    const isDue = heapBytes - floor >= worthMb * MB || sinceLast > checks;
    if (utilization >= idleBelow || !isDue) return;
    collect();
    sinceLast = 0;
    floor = heapAfter();
  };
}

/** Collects garbage of this process while it is idle. */
export function collectWhenIdle(limits: Limits = SERVER): void {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  const check = createIdleCollector(gc, limits);
  // What is outside of the heap, such as bodies of answers, is freed by the same collection.
  const heapBytes = () => {
    const { heapTotal, external } = process.memoryUsage();
    return heapTotal + external;
  };
  // What there is before any work: the first look of the timer may be at a heap that is full of garbage.
  check({ utilization: 1, heapBytes: heapBytes() }, heapBytes);
  let last = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    check({ utilization, heapBytes: heapBytes() }, heapBytes);
  }, CHECK_MS).unref();
}
