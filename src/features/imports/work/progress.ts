import type { Sql } from "postgres";
import { monotonicMs } from "#platform/clock.ts";
import type { Clock } from "#platform/clock.ts";
import type { ImportState } from "#features/imports/contract.ts";

const EVERY_MS = 1_000;

/** The trader took the import back while a worker was at it. */
export class ImportTaken extends Error {
  override readonly name = "ImportTaken";
}

/**
 * Stores how far a worker is, about once a second, outside its transaction. `report` throws ImportTaken once the import
 * is gone or in another state, and the signal's reason once the worker stops.
 */
export function createProgress(
  { sql, clock, signal }: { sql: Sql; clock: Clock; signal: AbortSignal },
  { id, state }: { id: string; state: ImportState },
) {
  let atMs = monotonicMs();
  return {
    report: async (readBytes: number | null, rows: number): Promise<void> => {
      signal.throwIfAborted();
      if (monotonicMs() - atMs < EVERY_MS) return;
      atMs = monotonicMs();
      const { count } = await sql`
        update imports set read_bytes = coalesce(${readBytes}::bigint, read_bytes), rows = ${rows},
          changed_at = ${clock.now().toISOString()}
        where id = ${id} and state = ${state}`;
      if (count === 0) throw new ImportTaken();
    },
  };
}
