import type { TransactionSql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import { copyFlips, copyHours } from "./copy-rows.ts";
import type { FlipRow } from "./flip-row.ts";
import { HourTotals, hourKey, hourOf } from "./hour-sums.ts";
import type { HourSums } from "./hour-sums.ts";

type Stored = Pick<HourSums, "hourMs" | "characterId" | "stored" | "hash">;

/**
 * Compares flips that are computed in the order of time with those that are stored, hour by hour, and replaces the hours
 * that differ: most of a ledger stays as it is when trades are added to it.
 */
export class HourDiff {
  readonly #tx: TransactionSql;
  readonly #userId: string;
  readonly #stored: Map<string, Stored>;
  /** Flips of the newest hour so far, which may have more. */
  #open: FlipRow[] = [];

  private constructor(tx: TransactionSql, userId: string, stored: Map<string, Stored>) {
    this.#tx = tx;
    this.#userId = userId;
    this.#stored = stored;
  }

  static async load(tx: TransactionSql, userId: string): Promise<HourDiff> {
    const rows = await tx<Stored[]>`
      select ${epochMs(tx, "hour_at")} as "hourMs", character_id as "characterId", stored, hash::float8 as hash
      from profit_hours where user_id = ${userId}`;
    return new HourDiff(tx, userId, new Map(rows.map((row) => [hourKey(row.hourMs, row.characterId), row])));
  }

  /** Takes flips that are not older than those before, and writes the hours that are complete by them. */
  async take(flips: readonly FlipRow[]): Promise<void> {
    const last = flips.at(-1);
    if (last === undefined) return;
    const lastHour = hourOf(last.atMs);
    const complete = [...this.#open, ...flips].filter(({ atMs }) => atMs < lastHour);
    this.#open = [...this.#open, ...flips].filter(({ atMs }) => atMs >= lastHour);
    await this.#write(complete, lastHour);
  }

  /** Writes the last hour, and deletes the stored hours that have no flips any more. */
  async end(): Promise<void> {
    await this.#write(this.#open, Infinity);
  }

  /** `beforeMs`: all hours that begin earlier are complete. */
  async #write(flips: readonly FlipRow[], beforeMs: number): Promise<void> {
    const totals = new HourTotals();
    for (const flip of flips) totals.add(flip, 1);
    const changed = new Map<string, HourSums>();
    const outdated: Stored[] = [];
    for (const [key, sums] of totals.sums) {
      const stored = this.#stored.get(key);
      this.#stored.delete(key);
      if (stored?.stored === sums.stored && stored.hash === sums.hash) continue;
      changed.set(key, sums);
      if (stored !== undefined) outdated.push(stored);
    }
    // First what is outdated, also of hours without flips now: a flip may have gone to another character.
    for (const [key, stored] of this.#stored) {
      if (stored.hourMs >= beforeMs) continue;
      outdated.push(stored);
      this.#stored.delete(key);
    }
    await this.#delete(outdated);
    if (changed.size === 0) return;
    await copyFlips(
      this.#tx,
      this.#userId,
      flips.filter(({ atMs, characterId }) => changed.has(hourKey(hourOf(atMs), characterId))),
    );
    await copyHours(this.#tx, this.#userId, changed.values());
  }

  async #delete(hours: readonly Stored[]): Promise<void> {
    if (hours.length === 0) return;
    const input = JSON.stringify(hours.map(({ hourMs, characterId }) => ({ hourMs, characterId })));
    const gone = this.#tx`
      (select to_timestamp("hourMs" / 1000) as hour_at, "characterId" as character_id
        from jsonb_to_recordset(${input}::text::jsonb) as input ("hourMs" float8, "characterId" uuid)) as gone`;
    // Compared by the hour, so that one pass over the flips between the first and the last finds them all.
    const times = hours.map(({ hourMs }) => hourMs).toSorted((one, other) => one - other);
    const [firstMs = 0, lastMs = 0] = [times[0], times.at(-1)];
    await this.#tx`
      delete from flips using ${gone}
      where flips.user_id = ${this.#userId} and flips.at >= to_timestamp(${firstMs}::float8 / 1000)
        and flips.at < to_timestamp(${lastMs}::float8 / 1000) + interval '1 hour'
        and date_trunc('hour', flips.at, 'UTC') = gone.hour_at and flips.character_id = gone.character_id`;
    await this.#tx`
      delete from profit_hours using ${gone}
      where profit_hours.user_id = ${this.#userId} and profit_hours.hour_at = gone.hour_at
        and profit_hours.character_id = gone.character_id`;
  }
}
