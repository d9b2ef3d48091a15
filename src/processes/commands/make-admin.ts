import { parseArgs } from "node:util";
import { emailAddress } from "#features/accounts/contract.ts";
import { grantAdmin } from "#features/accounts/admin/grant-admin.ts";
import { runCommand } from "./command.ts";
import type { CommandDeps } from "./command.ts";
import { UserError } from "#processes/up/user-error.ts";

const USAGE = `npm run admin -- EMAIL

Makes the account with this address an admin: the first one; further ones are made on the page /admin/users. The
account has signed up and typed its code before; the admin pages open once it has a second factor. DATABASE_URL or
DATA_DIR name the copy where it is not the one in .data.`;

const NEEDS_FACTOR =
  "The admin pages open once the account has a second factor: turn it on in Settings > Security.";

const UNDEFINED_TABLE = "42P01";

await runCommand("admin", readEmail, grant);

function readEmail(): string {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new UserError(USAGE);
  const { data, error } = emailAddress.safeParse(given);
  if (data === undefined) throw new UserError(error?.issues[0]?.message ?? USAGE);
  return data;
}

async function grant(email: string, { db, clock, database }: CommandDeps): Promise<number> {
  const { outcome, hasSecondFactor } = await grantAdmin({ db: db.orm, clock }, email).catch(
    (error: unknown) => {
      if (!lacksAccounts(error)) throw error;
      throw new UserError(
        `${database.about} knows no accounts yet. Run "npm run up" once, and sign up there.`,
      );
    },
  );
  const done = {
    granted: `${email} is an admin now, in ${database.about}. Sign in again for it to hold.`,
    was_admin: `${email} is an admin already, in ${database.about}.`,
  };
  const next = hasSecondFactor ? "" : `\n${NEEDS_FACTOR}`;
  process.stdout.write(`${done[outcome]}${next}\n`);
  return 0;
}

/** Whether the database was never migrated by a version that has accounts. */
function lacksAccounts(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && cause.code === UNDEFINED_TABLE;
}
