import type { Clock } from "./clock.ts";
import type { Db } from "./db/db.ts";
import type { Encryption } from "./encryption.ts";

export type Account = { id: string; email: string };

/** A row of an export: plain values, times in epoch ms. */
export type ExportedRow = Record<string, string | number | boolean | null>;

/**
 * What a feature does as an account comes to an end or changes. Accounts calls each hook of each registered feature, in
 * the order of `server/features.ts`, in its own transaction: a hook that throws undoes the whole.
 */
export type AccountLifecycle = {
  /** What the feature keeps about the user, by the name under which it stands in the export; no secrets, no hashes. */
  exportOf?: (tx: Db, userId: string) => Promise<Record<string, readonly ExportedRow[] | ExportedRow | null>>;
  /** The user's name or e-mail address is another one now. */
  onContactChanged?: (tx: Db, userId: string) => Promise<void>;
  /** Throws an AppError where the account may not go now. */
  beforeDelete?: (tx: Db, userId: string) => Promise<void>;
  /** Removes what the feature keeps about the user; what must happen elsewhere is left to a job. */
  onDelete?: (deps: { tx: Db; encryption: Encryption; clock: Clock }, account: Account) => Promise<void>;
};
