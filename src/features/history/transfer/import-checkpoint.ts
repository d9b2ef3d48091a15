import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { Sql } from "postgres";
import { storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";

/** Where an interrupted import resumes: everything up to this line is stored. */
export type ImportCheckpoint = { line: number; step: StoredStep | null };

const SAMPLE_BYTES = 256 * 1024;

/** Identifies a file under any name: a SHA-256 of its size, the step, and its first and last 256 KiB. */
export async function fingerprintOf(path: string, step: StoredStep | undefined): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const hash = createHash("sha256").update(`${size}:${step ?? ""}:`);
    for (const from of [0, Math.max(0, size - SAMPLE_BYTES)]) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, from);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest("hex");
  } finally {
    await file.close();
  }
}

export async function readCheckpoint(sql: Sql, fingerprint: string): Promise<ImportCheckpoint | null> {
  const [row] = await sql<{ line: number; step: string | null }[]>`
    select line::float8 as line, step from history_imports where fingerprint = ${fingerprint}`;
  if (row === undefined) return null;
  return { line: row.line, step: storedSteps.find((step) => step === row.step) ?? null };
}

/** Call it after the points up to that line are committed. A crash in between only repeats the last batch. */
export async function saveCheckpoint(
  sql: Sql,
  fingerprint: string,
  checkpoint: ImportCheckpoint,
  now: Date,
): Promise<void> {
  await sql`
    insert into history_imports (fingerprint, line, step, saved_at)
    values (${fingerprint}, ${checkpoint.line}, ${checkpoint.step}, ${now})
    on conflict (fingerprint) do update set line = excluded.line, step = excluded.step, saved_at = excluded.saved_at`;
}

export async function clearCheckpoint(sql: Sql, fingerprint: string): Promise<void> {
  await sql`delete from history_imports where fingerprint = ${fingerprint}`;
}
