import type { PendingQuery, Row, Sql, TransactionSql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import type { Flip, FlipKind, GetFlipsInput } from "./contract.ts";

type Client = Sql | TransactionSql;

/** What getFlips and getStats filter by. */
export type FlipFilter = Pick<GetFlipsInput, "itemId" | "character" | "source" | "result" | "from" | "to">;

type ClosedRow = {
  id: string;
  atMs: number;
  characterId: string;
  itemId: number;
  kind: FlipKind;
  quantity: number;
  gross: number;
  tax: number;
  cost: number | null;
  knownUnits: number;
  profit: number | null;
  unexplained: number;
  missing: number;
  boughtAtMs: number | null;
  source: string;
  isExact: boolean;
};

export type LotRow = {
  lotId: string | null;
  boughtAtMs: number | null;
  characterId: string;
  itemId: number;
  position: number;
  units: number;
  cost: number | null;
  taken: number;
};

export const closedColumns = (sql: Client): PendingQuery<Row[]> => sql`
  id, ${epochMs(sql, "at")} as "atMs", character_id as "characterId", item_id as "itemId", kind,
  quantity::float8 as quantity, gross::float8 as gross, tax::float8 as tax, cost::float8 as cost,
  known_units::float8 as "knownUnits", profit::float8 as profit, unexplained::float8 as unexplained,
  missing::float8 as missing, ${epochMs(sql, "bought_at")} as "boughtAtMs", source, is_exact as "isExact"`;

const RESULTS = { profit: "profit > 0", loss: "profit < 0", unknown: "profit is null" } as const;

/** The condition of closed flips, after `where`. Recipes, own use and transfers neither earn nor lose coins. */
export const closedCondition = (sql: Sql, userId: string, filter: FlipFilter): PendingQuery<Row[]> => sql`
  user_id = ${userId} and kind in ('sell', 'conversion')
  ${filter.itemId === undefined ? sql`` : sql`and item_id = ${filter.itemId}`}
  ${filter.character === undefined ? sql`` : sql`and character_id = ${filter.character}`}
  ${filter.source === undefined ? sql`` : sql`and source = ${filter.source}`}
  ${filter.result === undefined ? sql`` : sql`and ${sql.unsafe(RESULTS[filter.result])}`}
  ${filter.from === undefined ? sql`` : sql`and at >= to_timestamp(${filter.from}::float8 / 1000)`}
  ${filter.to === undefined ? sql`` : sql`and at < to_timestamp(${filter.to}::float8 / 1000)`}`;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export function toClosedFlip(row: ClosedRow): Flip {
  const heldMs = row.boughtAtMs === null ? null : Math.max(0, row.atMs - row.boughtAtMs);
  const { profit, cost, atMs, boughtAtMs, ...rest } = row;
  return {
    ...rest,
    state: "closed",
    cost,
    profit,
    roi: profit === null || cost === null || cost === 0 ? null : profit / cost,
    boughtAt: boughtAtMs,
    soldAt: atMs,
    heldMs,
    gpPerHour: profit === null || heldMs === null || heldMs < MINUTE_MS ? null : profit / (heldMs / HOUR_MS),
  };
}

/** An open flip by the id of its lot; by average cost the pool has an id of its own. */
export const lotName = ({ lotId, itemId, characterId, position }: LotRow): string =>
  lotId ?? `${characterId}:${itemId}:${position}`;

export function toOpenFlip(row: LotRow, nowMs: number, costLeft: number | null): Flip {
  const left = row.units - row.taken;
  return {
    id: lotName(row),
    state: "open",
    kind: "lot",
    itemId: row.itemId,
    characterId: row.characterId,
    quantity: left,
    knownUnits: row.cost === null ? 0 : left,
    missing: 0,
    cost: costLeft,
    gross: null,
    tax: null,
    profit: null,
    roi: null,
    unexplained: 0,
    boughtAt: row.boughtAtMs,
    soldAt: null,
    heldMs: row.boughtAtMs === null ? null : Math.max(0, nowMs - row.boughtAtMs),
    gpPerHour: null,
    source: null,
    isExact: row.cost !== null,
  };
}
