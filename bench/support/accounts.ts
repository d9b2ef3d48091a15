import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { hashPassword } from "#features/accounts/core/hash-password.ts";
import { readEnv } from "#platform/env.ts";
import { openDatabase } from "#processes/commands/database.ts";

/** Enough for a run: an account allows ten sign-in attempts an hour. */
const ACCOUNTS = 1_000;
/** A reserved domain that has no mail server and no users. */
const DOMAIN = "load.invalid";

/** What flips.addFlip writes; other rows of an account go with its user. */
const LEDGER_TABLES = [
  "ledgers",
  "ledger_changes",
  "profit_hours",
  "open_lots",
  "flips",
  "user_transactions",
  "characters",
];

export type Account = { email: string; password: string };
export type LoadAccounts = { file: string; sample: Account; remove: () => Promise<void> };

/**
 * Inserts verified accounts into the database of a running copy (DATABASE_URL, or that of `dataDir`) and writes
 * them to a file of `email,password` lines in `dir`. All share one password, created for this run and hashed at
 * full cost, so a sign-in costs the same as any other. `remove` deletes them; so does the next run if this one is
 * killed.
 */
export async function seedAccounts(dir: string, dataDir?: string): Promise<LoadAccounts> {
  const env = readEnv("up", dataDir === undefined ? process.env : { ...process.env, DATA_DIR: dataDir });
  const database = await openDatabase(env, "npm run load");
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  const clear = async () => {
    const mine = sql`select id from users where email like ${`%@${DOMAIN}`}`;
    for (const table of LEDGER_TABLES) await sql`delete from ${sql(table)} where user_id in (${mine})`;
    await sql`delete from users where id in (${mine})`;
  };
  const remove = async () => {
    await clear();
    await sql.end();
    await database.close();
  };
  try {
    const password = randomBytes(15).toString("base64url");
    // New names for each run: the limit of ten attempts an hour is kept by e-mail address, even after the account
    // is gone.
    const name = `trader-${randomBytes(4).toString("hex")}-`;
    const hash = await hashPassword(password);
    await clear();
    const users = await sql<{ email: string }[]>`
      insert into users (id, name, email, email_verified, created_at, updated_at)
      select gen_random_uuid(), 'Trader ' || n, ${name}::text || n || ${`@${DOMAIN}`}, true, now(), now()
      from generate_series(1, ${ACCOUNTS}::int) n
      returning email`;
    await sql`
      insert into credentials (id, account_id, provider_id, user_id, password, created_at, updated_at)
      select gen_random_uuid(), id::text, 'credential', id, ${hash}, now(), now()
      from users where email like ${`%@${DOMAIN}`}`;
    const [some, ...others] = users.map(({ email }) => ({ email, password }));
    if (some === undefined) throw new Error("no account was made");
    const file = join(dir, "accounts.csv");
    await writeFile(file, others.map((one) => `${one.email},${one.password}\n`).join(""), { mode: 0o600 });
    return { file, sample: some, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
