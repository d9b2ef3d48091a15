import type { Feature } from "#trpc/feature.ts";
import { sweepAudit } from "./sweep-audit.ts";

const HOUR_MS = 3_600_000;

/**
 * The audit log: `write-audit.ts` gives each feature its typed writer, `read-audit.ts` reads rows. The words of the
 * actions are in each feature's `audit.ts`.
 */
export const audit: Feature = {
  name: "audit",
  clockJobs: (deps) => [
    {
      name: "sweep audit log",
      run: async () => {
        await sweepAudit(deps);
        return HOUR_MS;
      },
    },
  ],
};
