import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const CHECK_MS = 15_000;
/** A share of the time in which the event loop was busy: below it nobody waits for a pause of a tenth of a second. */
const IDLE_BELOW = 0.1;
/** Less is not worth a pause. */
const WORTH_BYTES = 32 * 1024 * 1024;

type Facts = { utilization: number; heapBytes: number };

/**
 * Decides when to collect garbage: when the process is idle and its heap has grown since the last collection. V8 collects when
 * it needs room, so a process that was busy once keeps its largest heap for as long as nothing happens.
 */
export function createIdleCollector(collect: () => void): (facts: Facts, heapAfter: () => number) => void {
  let floor = Number.POSITIVE_INFINITY;
  return ({ utilization, heapBytes }, heapAfter) => {
    floor = Math.min(floor, heapBytes);
    if (utilization >= IDLE_BELOW || heapBytes - floor < WORTH_BYTES) return;
    collect();
    floor = heapAfter();
  };
}

/** Collects garbage of this process while it is idle. */
export function collectWhenIdle(): void {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  const check = createIdleCollector(gc);
  // What is outside of the heap, such as bodies of answers, is freed by the same collection.
  const heapBytes = () => {
    const { heapTotal, external } = process.memoryUsage();
    return heapTotal + external;
  };
  let last = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    check({ utilization, heapBytes: heapBytes() }, heapBytes);
  }, CHECK_MS).unref();
}
