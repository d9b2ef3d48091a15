import { and, eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { requestJob } from "#platform/jobs/jobs.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { findAllowed } from "#features/billing/records/find-plan.ts";
import type {
  ConfigureImportInput,
  ImportIdInput,
  ImportState,
  ImportView,
} from "#features/imports/contract.ts";
import { importedTradesPerMonth } from "#features/imports/rules/allowances.ts";
import { IMPORT_QUEUE } from "#features/imports/queues.ts";
import { importChunks, imports } from "#features/imports/schema.ts";
import { stagingTable } from "#features/imports/stage/staging-table.ts";
import { lockImport } from "./find-import.ts";
import { refuseOverAllowance } from "./refuse-over-allowance.ts";
import { rememberMappings } from "./remember-mappings.ts";
import { toView } from "./to-view.ts";
import { usedAllowance } from "./used-allowance.ts";

type Deps = { db: Db; clock: Clock };
type Row = typeof imports.$inferSelect;

/** Changes a locked import, and lets a worker do what its new state asks for. */
async function toState(
  tx: Db,
  { clock }: Pick<Deps, "clock">,
  row: Row,
  change: Partial<Row> & { state: ImportState },
) {
  const [changed] = await tx
    .update(imports)
    .set({ ...change, problem: null, changedAt: clock.now() })
    .where(eq(imports.id, row.id))
    .returning();
  await requestJob(tx, IMPORT_QUEUE, row.id);
  return toView(changed ?? row);
}

const wrongState = (message: string) => new AppError("conflict", message);

/**
 * Answers what a file leaves open, or answers it in another way; the file is read again. Mappings are remembered for files
 * with the same header. Throws `conflict` in a state in which there is nothing to answer.
 */
export const configureImport = (
  deps: Deps,
  { userId }: UserActor,
  { id, mappings = [], timeZone, characterId, characters = [] }: ConfigureImportInput,
): Promise<ImportView> =>
  deps.db.transaction(async (tx) => {
    const row = await lockImport(tx, userId, id);
    if (row.state !== "asking" && row.state !== "ready")
      throw wrongState("This import cannot be read in another way now");
    await rememberMappings({ db: tx, clock: deps.clock }, userId, mappings);
    const named = characters.map(({ name, characterId: chosen }) => [name.toLowerCase(), chosen] as const);
    const options = {
      ...row.options,
      ...(timeZone !== undefined && { timeZone }),
      ...(characterId !== undefined && { characterId }),
      characters: { ...row.options.characters, ...Object.fromEntries(named) },
    };
    return toState(tx, deps, row, { state: "reading", options, readBytes: 0, rows: 0, summary: null });
  });

/** Lets a worker add the new trades to the ledger. Throws `conflict` unless it is ready, `plan_required` above the allowance. */
export async function commitImport(
  deps: Deps & Pick<BillingDeps, "billing">,
  { userId }: UserActor,
  { id }: ImportIdInput,
): Promise<ImportView> {
  const allowed = await findAllowed(deps, userId, importedTradesPerMonth);
  return deps.db.transaction(async (tx) => {
    const row = await lockImport(tx, userId, id);
    if (row.state !== "ready") throw wrongState("This import is not ready to be added");
    const used = await usedAllowance(clientOf(deps.db), userId, deps.clock.now());
    refuseOverAllowance({ allowed, used }, row.summary?.new ?? 0);
    return toState(tx, deps, row, { state: "committing", rows: 0 });
  });
}

/** Lets a worker take an import out of the ledger, at any later time. Throws `conflict` unless it was committed. */
export const undoImport = (deps: Deps, { userId }: UserActor, { id }: ImportIdInput): Promise<ImportView> =>
  deps.db.transaction(async (tx) => {
    const row = await lockImport(tx, userId, id);
    if (row.state !== "committed") throw wrongState("This import is not in the ledger");
    return toState(tx, deps, row, { state: "undoing" });
  });

/**
 * Stops an import and forgets it with its bytes and rows; one that is being added to the ledger is ready again instead.
 * Throws `conflict` for one whose trades are in the ledger: undo it first.
 */
export const cancelImport = (
  { db, clock }: Deps,
  { userId }: UserActor,
  { id }: ImportIdInput,
): Promise<Done> =>
  db.transaction(async (tx) => {
    const { state } = await lockImport(tx, userId, id);
    if (state === "committed" || state === "undoing")
      throw wrongState("Its trades are in your ledger: undo the import first");
    if (state === "committing") {
      await tx
        .update(imports)
        .set({ state: "ready", changedAt: clock.now() })
        .where(and(eq(imports.id, id), eq(imports.state, "committing")));
      return DONE;
    }
    await tx.delete(importChunks).where(eq(importChunks.importId, id));
    await tx.delete(imports).where(eq(imports.id, id));
    // A worker that is reading holds the table, and drops it itself.
    if (state !== "reading") await tx.execute(`drop table if exists ${stagingTable(id)}`);
    return DONE;
  });
