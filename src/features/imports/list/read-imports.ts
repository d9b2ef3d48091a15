import { desc, eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { findAllowed } from "#features/billing/records/find-plan.ts";
import type { ImportIdInput, ImportList, ImportView } from "#features/imports/contract.ts";
import { importedTradesPerMonth } from "#features/imports/rules/allowances.ts";
import { imports } from "#features/imports/schema.ts";
import { findImport } from "./find-import.ts";
import { toView } from "./to-view.ts";
import { usedAllowance } from "./used-allowance.ts";

type Deps = { db: Db; clock: Clock } & Pick<BillingDeps, "billing">;

/** A user's imports, newest first, without what only one import's page shows. */
export async function listImports(deps: Deps, { userId }: UserActor): Promise<ImportList> {
  const { db, clock } = deps;
  const [rows, allowed, used] = await Promise.all([
    db.select().from(imports).where(eq(imports.userId, userId)).orderBy(desc(imports.createdAt), imports.id),
    findAllowed(deps, userId, importedTradesPerMonth),
    usedAllowance(clientOf(db), userId, clock.now()),
  ]);
  const listed = rows.map(toView).map((view) => ({
    ...view,
    files: view.files.map((file) => ({ ...file, sample: [], header: null, mapping: null })),
  }));
  return { imports: listed, allowance: { allowed, used } };
}

/** Throws `not_found` for an import of another user. */
export const getImport = async (
  { db }: { db: Db },
  { userId }: UserActor,
  { id }: ImportIdInput,
): Promise<ImportView> => toView(await findImport(db, userId, id));
