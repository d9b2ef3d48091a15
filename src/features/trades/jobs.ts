import { lt } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { maintainPartitions } from "#platform/db/partitions.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import { ledgerChanges } from "./schema.ts";
import { PARENT } from "./store/ensure-months.ts";

const HOUR_MS = 3_600_000;
const UNDO_MS = 30 * 24 * HOUR_MS;
const MONTHS_AHEAD = 2;

type Deps = { db: Db; clock: Clock };

/** The clock jobs of trades. */
export const tradeJobs = ({ db, clock }: Deps): Job[] => [
  {
    name: "months of trades",
    run: async () => {
      const now = clock.now();
      await maintainPartitions(clientOf(db), PARENT, { from: now, now, monthsAhead: MONTHS_AHEAD });
      return HOUR_MS;
    },
  },
  {
    name: "forget changes of ledgers",
    run: async () => {
      const before = new Date(clock.now().getTime() - UNDO_MS);
      await db.delete(ledgerChanges).where(lt(ledgerChanges.at, before));
      return HOUR_MS;
    },
  },
];
