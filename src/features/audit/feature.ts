import type { Feature } from "#trpc/feature.ts";
import { dropUnownedAudit } from "./read-audit.ts";

const HOUR_MS = 3_600_000;
const UNOWNED_DAYS = 90;

/**
 * The audit log: `write-audit.ts` gives each feature its typed writer, `read-audit.ts` reads rows. The words of the
 * actions are in each feature's `audit.ts`.
 */
export const audit: Feature = {
  name: "audit",
  clockJobs: ({ db, clock }) => [
    {
      name: "sweep audit log",
      run: async () => {
        await dropUnownedAudit(db, new Date(clock.now().getTime() - UNOWNED_DAYS * 24 * HOUR_MS));
        return HOUR_MS;
      },
    },
  ],
};
