import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { Log } from "#platform/log/log.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import { renewEncryption } from "./security/renew-encryption.ts";
import { sweepExpired } from "./security/sweep-expired.ts";

const HOUR_MS = 3_600_000;

type Deps = { db: Db; clock: Clock; log: Log; secrets: readonly string[] };

/** The clock jobs of accounts. */
export const accountJobs = (deps: Deps): Job[] => [
  {
    name: "sweep accounts",
    run: async () => {
      await sweepExpired(deps);
      return HOUR_MS;
    },
  },
  {
    name: "renew encryption of second factors",
    run: async () => {
      const renewed = await renewEncryption(deps);
      if (renewed > 0) deps.log.info({ renewed }, "second factors are encrypted under the newest secret");
      return HOUR_MS;
    },
  },
];
