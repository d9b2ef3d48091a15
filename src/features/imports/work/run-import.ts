import { eq } from "drizzle-orm";
import { isAppError } from "#platform/app-error.ts";
import { clientOf } from "#platform/db/db.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import type { Job } from "#platform/jobs/job-worker.ts";
import { imports } from "#features/imports/schema.ts";
import { dropStagingTable } from "#features/imports/stage/staging-table.ts";
import { commitImport } from "./commit-import.ts";
import { ImportTaken } from "./progress.ts";
import { readImport } from "./read-import.ts";
import { settle } from "./settle.ts";
import { undoImport } from "./undo-import.ts";

export type ImportDeps = Pick<BillingDeps, "db" | "clock" | "log" | "billing">;

/**
 * Does what the state of an import asks for: reads, commits or undoes it. An expected failure ends in a state with its
 * reason. Others throw, so that the job is tried again, and end so at the last attempt.
 */
export async function runImport(
  deps: ImportDeps,
  id: string,
  job: Pick<Job, "signal" | "isLastAttempt">,
): Promise<void> {
  const [row] = await deps.db.select().from(imports).where(eq(imports.id, id));
  if (row === undefined) return;
  const { state } = row;
  try {
    if (state === "reading") await readImport({ ...deps, signal: job.signal }, row);
    if (state === "committing") await commitImport({ ...deps, signal: job.signal }, row);
    if (state === "undoing") await undoImport({ ...deps, signal: job.signal }, row);
  } catch (error) {
    if (error instanceof ImportTaken) return dropLeft(deps, id);
    const reason = isAppError(error) && error.code !== "unavailable" ? error.message : null;
    if (reason !== null || job.isLastAttempt) await settle(deps, id, state, reason);
    if (reason === null) throw error;
  }
}

/** The rows of an import that its user gave up while it was read. */
async function dropLeft({ db }: ImportDeps, id: string): Promise<void> {
  const [row] = await db.select({ id: imports.id }).from(imports).where(eq(imports.id, id));
  if (row === undefined) await dropStagingTable(clientOf(db), id);
}
