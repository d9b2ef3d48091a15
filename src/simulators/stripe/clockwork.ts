import { runTask, takeTask } from "./billing/tasks.ts";
import type { Courier } from "./webhooks/courier.ts";
import type { World } from "./world.ts";

/**
 * Moves clocks. Everything planned on the way happens at its own moment and in order, and each step's webhooks are
 * delivered before the next: whoever reads back sees the world as it was then.
 */
export function createClockwork(
  world: World,
  courier: Courier,
  clock: { nowMs: () => number; setMs: (ms: number) => void },
) {
  const { state } = world;
  const moving = new Map<string, Promise<void>>();
  let chain: Promise<number> = Promise.resolve(0);
  const forward = (seconds: number) => clock.setMs(Math.max(clock.nowMs(), seconds * 1000));

  const nextTaskS = (untilS: number): number | null => {
    const due = state.tasks.filter((task) => task.clock === null && task.atS <= untilS).map(({ atS }) => atS);
    return due.length === 0 ? null : Math.min(...due);
  };

  async function moveGlobal(byMs: number): Promise<number> {
    const untilMs = clock.nowMs() + byMs;
    const untilS = Math.floor(untilMs / 1000);
    await courier.settle();
    for (;;) {
      const taskS = nextTaskS(untilS);
      const retryS = courier.nextDueS();
      const moments = [taskS, retryS].filter((at) => at !== null && at <= untilS);
      if (moments.length === 0) break;
      const next = Math.min(...moments.map(Number));
      forward(next);
      const task = taskS === next ? takeTask(world, null, next) : null;
      if (task !== null) runTask(world, task);
      await courier.settle();
    }
    clock.setMs(Math.max(clock.nowMs(), untilMs));
    return clock.nowMs();
  }

  async function moveTest(id: string): Promise<void> {
    const frozen = state.testClocks.get(id);
    const target = frozen?.status_details.advancing?.target_frozen_time;
    if (frozen === undefined || target === undefined) return;
    for (let task = takeTask(world, id, target); task !== null; task = takeTask(world, id, target)) {
      frozen.frozen_time = Math.max(frozen.frozen_time, task.atS);
      runTask(world, task);
      await courier.settle();
      if (!state.testClocks.has(id)) return;
    }
    frozen.frozen_time = target;
    frozen.status = "ready";
    frozen.status_details = {};
    world.emit("test_helpers.test_clock.ready", frozen, id);
  }

  return {
    /** Moves the simulator's own clock; calls queue up. Resolves with the time when all that lay between has happened. */
    advance(byMs: number): Promise<number> {
      chain = chain.catch(() => 0).then(() => moveGlobal(byMs));
      return chain;
    },
    /** Moves the test clocks that were asked to; `done` after each. */
    startTestClocks(done: () => void): void {
      for (const [id, { status }] of state.testClocks) {
        if (status !== "advancing" || moving.has(id)) continue;
        // After the request that asked for it: what the clock brings is nobody's request.
        const move = Promise.resolve().then(() => moveTest(id));
        moving.set(
          id,
          move.finally(() => {
            moving.delete(id);
            done();
          }),
        );
      }
    },
    /** Waits for the test clocks that move. */
    async settle(): Promise<void> {
      await Promise.all(moving.values());
      await courier.settle();
    },
  };
}
