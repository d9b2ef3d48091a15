import type { TransactionSql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import { holdingOf } from "#features/trades/rules/ledger/holding.ts";
import type { CostMethod, OpenLot } from "#features/trades/rules/ledger/holding.ts";
import { chainOf, chainParts } from "#features/trades/rules/ledger/ledger-event.ts";
import type { Holdings } from "#features/trades/rules/ledger/replay.ts";
import { chainList } from "./rows-sql.ts";
import type { Chain } from "./rows-sql.ts";

type LotRow = Chain & {
  position: number;
  lotId: string | null;
  boughtAtMs: number | null;
  units: number;
  cost: number | null;
  taken: number;
};

/** Holdings as the table has them, with the rows that they came from. */
export type StoredHoldings = { holdings: Holdings; rows: ReadonlyMap<OpenLot, LotRow> };

export async function readHoldings(
  tx: TransactionSql,
  userId: string,
  method: CostMethod,
  chains: readonly Chain[],
): Promise<StoredHoldings> {
  const stored = await tx<LotRow[]>`
    select character_id as "characterId", item_id as "itemId", position::float8 as position, lot_id as "lotId",
      ${epochMs(tx, "bought_at")} as "boughtAtMs", units::float8 as units, cost::float8 as cost, taken::float8 as taken
    from open_lots
    where user_id = ${userId} and (item_id, character_id) in
      (select "itemId", "characterId" from ${chainList(tx, chains)} as wanted)
    order by position`;
  const rows = new Map<OpenLot, LotRow>();
  const lots = new Map<string, OpenLot[]>(
    chains.map(({ characterId, itemId }) => [chainOf(characterId, itemId), []]),
  );
  for (const row of stored) {
    const chain = chainOf(row.characterId, row.itemId);
    const { lotId, boughtAtMs, units, cost, taken } = row;
    const open: OpenLot = { lot: { id: lotId, chain, boughtAtMs, units, cost }, taken };
    rows.set(open, row);
    lots.get(chain)?.push(open);
  }
  return {
    holdings: new Map([...lots].map(([chain, open]) => [chain, holdingOf(method, chain, open)])),
    rows,
  };
}

/** The rows of lots of a chain, numbered from `firstPosition` on. */
export const lotRows = (chain: string, open: readonly OpenLot[], firstPosition: number): LotRow[] =>
  open.map(({ lot: { id, boughtAtMs, units, cost }, taken }, index) => ({
    ...chainParts(chain),
    position: firstPosition + index,
    lotId: id,
    boughtAtMs,
    units,
    cost,
    taken,
  }));

/** Writes what has changed since `readHoldings`. New lots follow those that stood. */
export async function writeHoldings(
  tx: TransactionSql,
  userId: string,
  { holdings, rows }: StoredHoldings,
): Promise<void> {
  const kept = new Set<LotRow>();
  const written: LotRow[] = [];
  const lastOf = new Map<string, number>();
  for (const row of rows.values()) lastOf.set(chainOf(row.characterId, row.itemId), row.position);
  for (const [chain, holding] of holdings) {
    const added: OpenLot[] = [];
    for (const each of holding.open()) {
      const row = rows.get(each);
      if (row === undefined) added.push(each);
      else if (row.taken === each.taken) kept.add(row);
      else written.push({ ...row, taken: each.taken });
    }
    written.push(...lotRows(chain, added, (lastOf.get(chain) ?? -1) + 1));
  }
  const gone = [...rows.values()].filter((row) => !kept.has(row));
  if (gone.length > 0) {
    const keys = gone.map(({ itemId, characterId, position }) => ({ itemId, characterId, position }));
    await tx`
      delete from open_lots using
        (select "itemId", "characterId", position from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb)
          as input ("itemId" int, "characterId" uuid, position bigint)) as gone
      where user_id = ${userId} and item_id = "itemId" and character_id = "characterId"
        and open_lots.position = gone.position`;
  }
  await insertLots(tx, userId, written);
}

/** Replaces all lots of chains. */
export async function replaceLots(
  tx: TransactionSql,
  userId: string,
  chains: readonly Chain[],
  holdings: Holdings,
): Promise<void> {
  await tx`
    delete from open_lots where user_id = ${userId} and (item_id, character_id) in
      (select "itemId", "characterId" from ${chainList(tx, chains)} as wanted)`;
  const rows = [...holdings].flatMap(([chain, holding]) => lotRows(chain, holding.open(), 0));
  await insertLots(tx, userId, rows);
}

async function insertLots(tx: TransactionSql, userId: string, rows: readonly LotRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into open_lots (user_id, character_id, item_id, position, lot_id, bought_at, units, cost, taken)
    select ${userId}::uuid, "characterId", "itemId", position, "lotId", to_timestamp("boughtAtMs" / 1000), units, cost,
      taken
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as input ("characterId" uuid, "itemId" int,
      position bigint, "lotId" text, "boughtAtMs" float8, units bigint, cost bigint, taken bigint)`;
}
