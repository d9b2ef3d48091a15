import type { PendingQuery, Row, Sql, TransactionSql } from "postgres";
import { pgArray } from "./pg-array.ts";

/**
 * Conversions between timestamptz and epoch milliseconds, which are float8 in SQL: the driver returns float8 as a
 * number, int8 and numeric as text. `expression` is SQL from this code base, never input.
 */
type Client = Sql | TransactionSql;
type Fragment = PendingQuery<Row[]>;

/** The SQL text that turns a timestamptz into epoch ms, for statements that are strings. */
export const epochMsText = (expression: string): string =>
  `(extract(epoch from ${expression}) * 1000)::float8`;

/** The same as a fragment of a tagged template: `${epochMs(sql, "bucket_at")} as "atMs"`. */
export const epochMs = (sql: Client, expression: string): Fragment => sql.unsafe(epochMsText(expression));

/** A fragment that turns epoch ms (float8) into a timestamptz. */
export const fromEpochMs = (sql: Client, expression: string): Fragment =>
  sql.unsafe(`to_timestamp(${expression} / 1000)`);

/** A fragment that selects these epoch ms as timestamptz: `bucket_at in ${timestampsOf(sql, times)}`. */
export const timestampsOf = (sql: Client, timesMs: readonly number[]): Fragment =>
  sql`(select to_timestamp(at_ms / 1000) from unnest(${pgArray(timesMs)}::float8[]) as input (at_ms))`;
