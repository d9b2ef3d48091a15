import type { Feature } from "#trpc/feature.ts";
import { sweepAudit } from "./sweep-audit.ts";

const HOUR_MS = 3_600_000;

/**
 * The audit log. `write-audit.ts` makes each feature's typed writer, `read-audit.ts` reads rows. Each feature's `audit.ts`
 * has the texts of its actions.
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
