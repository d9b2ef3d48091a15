import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import type { AccountExport } from "#features/accounts/contract.ts";
import type { CreatedApiKey } from "#features/api/contract.ts";
import { LEDGER_WORDS } from "#features/billing/rules/effects.ts";
import { hashApiKey } from "#features/api/keys/find-key.ts";
import { allRows, rowsThatHold } from "../../support/market/all-rows.ts";
import { seedWatchlist, wordsOf } from "../../support/market/watchlist-calls.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { exportAccount } from "../../support/people/account-export.ts";
import { newestCode, queuedMails } from "../../support/people/mailbox.ts";
import { randomEmail, signUp } from "../../support/people/members.ts";
import type { Member } from "../../support/people/members.ts";
import { usePasskeys } from "../../support/people/passkeys.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { totp } from "../../support/people/totp.ts";
import { seedTradersTraces } from "../../support/people/traces.ts";
import { createVisitor } from "../../support/people/visitor.ts";

/** What other features add to the export, by their account lifecycle. */
type FullExport = AccountExport & {
  apiKeys: Record<string, unknown>[];
  marketViews: Record<string, unknown>[];
  lastMarketView: Record<string, unknown> | null;
  watchlists: Record<string, unknown>[];
  billing: Record<string, unknown> | null;
  payments: Record<string, unknown>[];
  trialCards: Record<string, unknown>[];
  imports: Record<string, unknown>[];
  importMappings: Record<string, unknown>[];
  ledger: Record<string, unknown> | null;
  characters: Record<string, unknown>[];
  dismissedGaps: Record<string, unknown>[];
  trades: Record<string, unknown>[];
  ledgerChanges: Record<string, unknown>[];
};

const desk = useDesk();
const { add } = usePasskeys(desk);
/** A trace in every table takes a whole life of an account, passwords hashed and all. */
const SLOW = { timeout: 90_000 };

/** The tables with a `user_id` that hold a row of the user, and those that hold none. */
async function ownedTables(userId: string): Promise<{ held: string[]; empty: string[] }> {
  const { sql } = desk.db;
  // Partitions have the rows of their table.
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and attname = 'user_id' and not attisdropped
    order by 1`;
  const [held, empty]: [string[], string[]] = [[], []];
  for (const { name } of tables) {
    const rows = await sql`select 1 from ${sql(name)} where user_id = ${userId} limit 1`;
    (rows.length > 0 ? held : empty).push(name);
  }
  return { held, empty };
}

/** Somebody who left a trace in every table there is. */
async function seedTraces(): Promise<Member> {
  const member = await signUp(desk.web, desk.db, { name: "Guthan the Infested" });
  const { password, email } = member;
  const started = await member.tell("account.startTotp", { password });
  const { secret } = started.data as { secret: string };
  await member.tell("account.confirmTotp", { code: totp(secret) });
  await add(createVisitor(desk.web, { cookies: member.cookies }), { proof: { password } });
  const halfIn = createVisitor(desk.web);
  await halfIn.tell("auth.login", { email, password });
  await halfIn.tell("auth.verifySecondFactor", { code: totp(secret, 1) });
  await halfIn.tell("auth.login", { email, password });
  await halfIn.tell("auth.verifySecondFactor", { code: "000000" });
  await member.tell("auth.revokeOtherSessions");
  await member.tell("account.requestEmailChange", { newEmail: randomEmail() });
  const { key } = (await member.tell("apiKeys.create", { name: "Barrows bot" })).data as CreatedApiKey;
  await desk.db
    .sql`update api_keys set last_used_at = now() - interval '3 days' where hash = ${hashApiKey(key)}`;
  await member.tell("views.save", { name: "Barrows sets", view: "?margin=10k.." });
  await member.tell("views.remember", { view: "?preset=movers" });
  await seedWatchlist(desk.db, member);
  await seedTradersTraces(desk.db, member);
  return member;
}

async function deleteAccount(member: Member) {
  await member.tell("account.requestCode", { purpose: "delete_account" });
  const code = await newestCode(desk.db, member.email);
  return member.tell("account.delete", { code });
}

describe("deletion", () => {
  test("leaves no row with the id, e-mail address or name of the owner", SLOW, async () => {
    const other = await seedMember(desk.web, desk.db, { name: "Dharok" });
    const member = await seedTraces();
    const traces = [member.userId, member.email, "Guthan the Infested"];
    const before = await rowsThatHold(desk.db, ...traces);
    const tables = new Set(before.map((row) => row.split(":", 1)[0]));
    for (const table of [
      "users",
      "sessions",
      "credentials",
      "two_factors",
      "used_totps",
      "devices",
      "passkeys",
      "verifications",
      "codes",
      "audit_log",
      "api_keys",
      "billing_customers",
      "billing_trial_cards",
      "named_views",
      "flips",
      "open_lots",
      "watchlists",
    ])
      expect(tables).toContain(`public.${table}`);
    const owned = await ownedTables(member.userId);
    expect([owned.held.length > 6, owned.empty]).toEqual([true, []]);
    const othersRows = await rowsThatHold(desk.db, other.userId);

    const reply = await deleteAccount(member);
    expect([reply.data, member.cookies.size]).toEqual([{ done: true }, 0]);
    expect(await rowsThatHold(desk.db, ...traces)).toEqual([]);
    expect((await ownedTables(member.userId)).held).toEqual([]);
    expect(await desk.db.sql`select 1 from import_chunks`).toHaveLength(0);
    expect(await rowsThatHold(desk.db, other.userId)).toEqual(othersRows);
    const [said] = await desk.db.sql`
      select user_id, actor_id, address, user_agent, detail from audit_log where action = 'account_deleted'`;
    expect(said).toEqual({ user_id: null, actor_id: null, address: "", user_agent: "", detail: {} });
  });

  test("leaves only jobs with encrypted data, and the last mail", SLOW, async () => {
    const member = await seedTraces();
    await deleteAccount(member);
    const jobs = (await allRows(desk.db)).get("pgboss.job") ?? [];
    expect(jobs.length).toBeGreaterThan(3);
    const data = await desk.db.sql<{ data: object }[]>`select data from pgboss.job where name = 'mail'`;
    for (const job of data) expect(Object.keys(job.data)).toEqual(["encrypted"]);
    expect((await queuedMails(desk.db, member.email))[0]?.content.subject).toBe("Your account was deleted");
  });

  test("ends cached sessions in every process", async () => {
    const [member, other] = [await seedMember(desk.web, desk.db), await desk.startAnother()];
    const stolen = createVisitor(other, { cookies: new Map(member.cookies) });
    expect((await stolen.ask("account.activity", {})).status).toBe(200);
    await deleteAccount(member);
    expect((await stolen.ask("account.activity", {})).status).toBe(401);
    expect((await stolen.ask("auth.me")).data).toEqual({ user: null });
    const redis = new Redis(sharedRedis().url);
    const values = await Promise.all((await redis.keys("ge:*:session:*")).map((key) => redis.get(key)));
    redis.disconnect();
    expect(values.filter((value) => value?.includes(member.userId))).toEqual([]);
  });

  test("makes the e-mail address available again", async () => {
    const member = await seedMember(desk.web, desk.db);
    await deleteAccount(member);
    const { email, password } = member;
    expect((await createVisitor(desk.web).tell("auth.login", { email, password })).status).toBe(401);
    const again = await signUp(desk.web, desk.db, { email });
    expect(again.userId).not.toBe(member.userId);
  });

  test("is refused for the last admin, but not for one of two", async () => {
    const [one, other] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
    await desk.db.sql`update users set role = 'admin' where id in (${one.userId}, ${other.userId})`;
    expect((await deleteAccount(one)).status).toBe(200);
    const refused = await deleteAccount(other);
    expect([refused.status, refused.error?.app?.["code"]]).toEqual([409, "conflict"]);
    expect((await other.ask("auth.me")).data).toMatchObject({ user: { id: other.userId } });
  });

  test("needs a code for this purpose", async () => {
    const member = await seedMember(desk.web, desk.db);
    expect((await member.tell("account.delete", { code: "000000" })).error?.app).toMatchObject({
      field: "code",
    });
    expect((await member.tell("account.delete", {})).status).toBe(400);
    expect(await desk.db.sql`select 1 from users where id = ${member.userId}`).toHaveLength(1);
  });
});

/** Columns that only keep others out, only hold rows together, or only sum up others. */
const NOT_EXPORTED =
  /^(users\.(updated_at|image|email_verified|locked_at)|sessions\.(token|user_id|updated_at)|credentials\..*|two_factors\..*|used_totps\..*|devices\.(user_id|hash)|passkeys\.(user_id|counter)|verifications\..*|codes\..*|audit_log\.(id|user_id|actor_id|action|detail)|api_keys\.(user_id|hash)|(named|last)_views\.user_id|watchlists\.(user_id|share_token)|billing_customers\.(user_id|version)|billing_trial_cards\.(mark|user_id)|billing_ledger\.(id|stripe_id|effect|detail)|imports\.(user_id|changed_at|received_bytes|read_bytes|rows|files|options)|import_mappings\.(user_id|mapping)|ledgers\.user_id|characters\.user_id|user_transactions\.user_id|ledger_changes\.(user_id|removed|added)|dismissed_gaps\.user_id|flips\.(user_id|kind|absorbed|takings)|(open_lots|profit_hours)\..*)$/;

test("the export contains all data about its owner, without secrets", SLOW, async () => {
  const member = await seedTraces();
  const exported = await exportAccount<FullExport>(member);
  const text = JSON.stringify(exported);
  const leaves = new Set(
    [
      exported.account,
      ...exported.sessions,
      ...exported.devices,
      ...exported.passkeys,
      ...exported.activity,
      ...exported.apiKeys,
      ...exported.marketViews,
      exported.lastMarketView ?? {},
      ...exported.watchlists,
      exported.billing ?? {},
      ...exported.payments,
      ...exported.trialCards,
      ...exported.imports,
      ...exported.importMappings,
      exported.ledger ?? {},
      ...exported.characters,
      ...exported.dismissedGaps,
      ...exported.trades,
      ...exported.ledgerChanges,
    ].flatMap((row) => Object.values(row)),
  );
  const { sql } = desk.db;
  const tables = [...(await ownedTables(member.userId)).held, "users", "billing_ledger"];
  const columns = await sql<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and table_name in ${sql(tables)}`;
  const stripeId = String(exported.billing?.["stripeId"]);
  const missing: string[] = [];
  for (const { table, column } of columns) {
    if (NOT_EXPORTED.test(`${table}.${column}`)) continue;
    const owner = table === "users" ? "id" : table === "billing_ledger" ? "stripe_id" : "user_id";
    const values = await sql<Record<string, unknown>[]>`
        select ${sql(column)} as value from ${sql(table)}
        where ${sql(owner)} = ${owner === "stripe_id" ? stripeId : member.userId} and ${sql(column)} is not null`;
    for (const { value } of values) {
      const wanted = column === "item_ids" ? wordsOf(value) : value instanceof Date ? value.getTime() : value;
      // The driver gives a bigint as text.
      const isThere =
        leaves.has(wanted as string) || (typeof value === "string" && leaves.has(Number(value)));
      if (!isThere) missing.push(`${table}.${column}: ${String(wanted)}`);
    }
  }
  expect(missing).toEqual([]);
  expect(exported.activity.map(({ what }) => what)).toContain("Downloaded all data");
  expect(exported.payments).toMatchObject([{ what: LEDGER_WORDS.invoice_paid, number: "GEM-0042" }]);
  const secrets = await sql<{ secret: string }[]>`
    select token as secret from sessions where user_id = ${member.userId}
    union all select password from credentials where user_id = ${member.userId}
    union all select secret from two_factors where user_id = ${member.userId}
    union all select backup_codes from two_factors where user_id = ${member.userId}
    union all select hash from api_keys where user_id = ${member.userId}
    union all select share_token from watchlists where user_id = ${member.userId}
    union all select mark from billing_trial_cards where user_id = ${member.userId}
    union all select hash from codes where email = ${member.email}`;
  expect(secrets.length).toBeGreaterThan(5);
  for (const { secret } of secrets) expect(text).not.toContain(secret);
});
