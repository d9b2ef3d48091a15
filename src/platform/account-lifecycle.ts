import type { Clock } from "./clock.ts";
import type { Db } from "./db/db.ts";
import type { Encryption } from "./encryption.ts";
import type { StripeAccount } from "./stripe.ts";

export type Account = { id: string; email: string };

/** A row of an export: plain values, times in epoch ms. */
export type ExportedRow = Record<string, string | number | boolean | null>;

/** What a hook that is only asked about accounts gets. `billing`: null where nothing is sold. */
export type AccountQuestion = { db: Db; clock: Clock; billing: StripeAccount | null };

/**
 * A feature's hooks for the export, change and deletion of accounts, and for their list. Accounts calls the hooks of all
 * features, in the order of `server/features.ts`, in the transaction of a change: a hook that throws rolls it back.
 */
export type AccountLifecycle = {
  /** The feature's data about the user, by its name in the export; without secrets and hashes. */
  exportOf?: (tx: Db, userId: string) => Promise<Record<string, readonly ExportedRow[] | ExportedRow | null>>;
  /**
   * Data about the user that may not fit into memory, by its name in the export: pages of rows, each read when the one
   * before is sent.
   */
  exportPages?: (db: Db, userId: string) => Readonly<Record<string, AsyncIterable<readonly ExportedRow[]>>>;
  /** Called after the user's name or e-mail address has changed. */
  onContactChanged?: (tx: Db, userId: string) => Promise<void>;
  /** The plan of each account in a word, by its id, for the list of admins; null where nothing is sold. */
  planOf?: (deps: AccountQuestion, userIds: readonly string[]) => Promise<ReadonlyMap<string, string> | null>;
  /** Throws an AppError if the account must not be deleted now. */
  beforeDelete?: (tx: Db, userId: string) => Promise<void>;
  /** Deletes the feature's data about the user, and queues a job for changes in other systems. */
  onDelete?: (deps: { tx: Db; encryption: Encryption; clock: Clock }, account: Account) => Promise<void>;
};
