import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db.ts";
import type { Job } from "#platform/scheduler.ts";
import { sweepExpired } from "./sweep-expired.ts";

const HOUR_MS = 3_600_000;

/** What the worker does for accounts. */
export const accountJobs = (deps: { db: Db; clock: Clock }): Job[] => [
  {
    name: "sweep accounts",
    run: async () => {
      await sweepExpired(deps);
      return HOUR_MS;
    },
  },
];
