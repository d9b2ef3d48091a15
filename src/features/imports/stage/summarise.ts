import type { TransactionSql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import type { ImportSummary } from "#features/imports/contract.ts";

type Counted = Pick<ImportSummary, "new" | "known" | "repeated" | "unmatched" | "firstAt" | "lastAt">;

/** What a staging table holds, and between which times its trades are. */
export async function summarise(
  tx: TransactionSql,
  table: string,
): Promise<Counted & Pick<ImportSummary, "characters">> {
  const [counted] = await tx<Counted[]>`
    select (count(*) filter (where status = 'new'))::float8 as new,
      (count(*) filter (where status = 'known'))::float8 as known,
      (count(*) filter (where status = 'repeated'))::float8 as repeated,
      (count(*) filter (where status = 'unmatched'))::float8 as unmatched,
      ${epochMs(tx, "min(at)")} as "firstAt", ${epochMs(tx, "max(at)")} as "lastAt"
    from ${tx(table)}`;
  const characters = await tx<ImportSummary["characters"][number][]>`
    select character as name, character_id as "characterId", count(*)::float8 as trades from ${tx(table)}
    where status <> 'unmatched' group by 1, 2 order by 3 desc, 1`;
  if (counted === undefined) throw new Error("a count has one row");
  return { ...counted, characters: [...characters] };
}
