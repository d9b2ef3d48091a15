import type { LedgerEntry } from "#features/trades/transfer/ledger-pages.ts";

/** A trade with what its ids are called. */
export type NamedEntry = LedgerEntry & { item: string; character: string; toCharacter: string | null };

export const isoTime = (atMs: number): string => new Date(atMs).toISOString();
