import type { Feature } from "#trpc/feature.ts";
import { uploadMount } from "./http.ts";
import { importHandlers, importJobs } from "./jobs.ts";
import { importsLifecycle } from "./list/account-imports.ts";
import { uploadPolicy } from "./policies.ts";
import { IMPORT_QUEUE } from "./queues.ts";

/**
 * Trade logs of other tools, into the ledger. `upload/` bytes arrive and are stored · `unpack/` archives, text, lines and
 * records · `parse/` files and formats · `stage/` rows before they are trades, compared with the ledger · `work/` what the
 * worker does · `list/` what the trader sees and decides · `rules/` sizes, columns, times.
 */
export const imports: Feature = {
  name: "imports",
  queues: [IMPORT_QUEUE],
  handlers: importHandlers,
  clockJobs: importJobs,
  account: importsLifecycle,
  limits: [uploadPolicy],
  http: [uploadMount],
};
