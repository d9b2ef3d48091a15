import { asc, eq } from "drizzle-orm";
import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import { importChunks, importMappings, imports } from "#features/imports/schema.ts";
import { stagingTable } from "#features/imports/stage/staging-table.ts";

/**
 * The export lists the imports; their trades are in the ledger's part. Deleting the account deletes bytes, rows and
 * mappings.
 */
export const importsLifecycle: AccountLifecycle = {
  exportOf: async (tx, userId) => {
    const [rows, mappings] = await Promise.all([
      tx.select().from(imports).where(eq(imports.userId, userId)).orderBy(asc(imports.createdAt)),
      tx
        .select()
        .from(importMappings)
        .where(eq(importMappings.userId, userId))
        .orderBy(asc(importMappings.changedAt)),
    ]);
    return {
      imports: rows.map(
        ({ id, name, state, createdAt, sizeBytes, committedAt, committedTrades, options }) => ({
          id,
          name,
          state,
          createdAt: createdAt.getTime(),
          sizeBytes,
          committedAt: committedAt?.getTime() ?? null,
          committedTrades,
          timeZone: options.timeZone ?? null,
        }),
      ),
      importMappings: mappings.map(({ header, mapping, changedAt }) => ({
        header: header.split("\u001F").join(", "),
        columns: JSON.stringify(mapping),
        changedAt: changedAt.getTime(),
      })),
    };
  },
  onDelete: async ({ tx }, { id: userId }) => {
    const gone = await tx.delete(imports).where(eq(imports.userId, userId)).returning();
    for (const { id, state } of gone) {
      await tx.delete(importChunks).where(eq(importChunks.importId, id));
      // A worker that is at an import holds its table; what it leaves is swept (sweep-imports.ts).
      if (state !== "reading" && state !== "committing")
        await tx.execute(`drop table if exists ${stagingTable(id)}`);
    }
    await tx.delete(importMappings).where(eq(importMappings.userId, userId));
  },
};
