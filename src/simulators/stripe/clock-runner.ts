import { runTask, takeTask } from "./billing/tasks.ts";
import type { WebhookSender } from "./webhooks/sender.ts";
import type { World } from "./world.ts";

/**
 * Moves the clocks. Tasks on the way run at their own times and in order, and each step's webhooks are delivered
 * before the next step, so that a receiver reads the state as of the event.
 */
export function createClockRunner(
  world: World,
  sender: WebhookSender,
  clock: { nowMs: () => number; setMs: (ms: number) => void },
) {
  const { state } = world;
  const moving = new Map<string, Promise<void>>();
  let lastMove: Promise<number> = Promise.resolve(0);
  const advanceTo = (seconds: number) => clock.setMs(Math.max(clock.nowMs(), seconds * 1000));

  const nextTaskS = (untilS: number): number | null => {
    const due = state.tasks.filter((task) => task.clock === null && task.atS <= untilS).map(({ atS }) => atS);
    return due.length === 0 ? null : Math.min(...due);
  };

  async function moveOwnClock(byMs: number): Promise<number> {
    const untilMs = clock.nowMs() + byMs;
    const untilS = Math.floor(untilMs / 1000);
    await sender.settle();
    for (;;) {
      const taskS = nextTaskS(untilS);
      const retryS = sender.nextDueS();
      const moments = [taskS, retryS].filter((at) => at !== null && at <= untilS);
      if (moments.length === 0) break;
      const next = Math.min(...moments.map(Number));
      advanceTo(next);
      const task = taskS === next ? takeTask(world, null, next) : null;
      if (task !== null) runTask(world, task);
      await sender.settle();
    }
    clock.setMs(Math.max(clock.nowMs(), untilMs));
    return clock.nowMs();
  }

  async function moveTestClock(id: string): Promise<void> {
    const frozen = state.testClocks.get(id);
    const target = frozen?.status_details.advancing?.target_frozen_time;
    if (frozen === undefined || target === undefined) return;
    for (let task = takeTask(world, id, target); task !== null; task = takeTask(world, id, target)) {
      frozen.frozen_time = Math.max(frozen.frozen_time, task.atS);
      runTask(world, task);
      await sender.settle();
      if (!state.testClocks.has(id)) return;
    }
    frozen.frozen_time = target;
    frozen.status = "ready";
    frozen.status_details = {};
    world.emit("test_helpers.test_clock.ready", frozen, id);
  }

  return {
    /**
     * Moves the simulator's own clock; calls are queued. Resolves with the new time in ms once all tasks on the way
     * ran.
     */
    advance(byMs: number): Promise<number> {
      lastMove = lastMove.catch(() => 0).then(() => moveOwnClock(byMs));
      return lastMove;
    },
    /** Moves the test clocks whose advance was requested; calls `done` after each. */
    startTestClocks(done: () => void): void {
      for (const [id, { status }] of state.testClocks) {
        if (status !== "advancing" || moving.has(id)) continue;
        // Runs after the request, so that the resulting events do not carry its id.
        const move = Promise.resolve().then(() => moveTestClock(id));
        moving.set(
          id,
          move.finally(() => {
            moving.delete(id);
            done();
          }),
        );
      }
    },
    /** Waits until no test clock moves and all due webhooks were tried. */
    async settle(): Promise<void> {
      await Promise.all(moving.values());
      await sender.settle();
    },
  };
}
