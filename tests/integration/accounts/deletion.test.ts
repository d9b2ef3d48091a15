import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import type { AccountExport } from "#features/accounts/contract.ts";
import { allRows, rowsThatHold } from "../../support/all-rows.ts";
import { seedMember } from "../../support/crowd.ts";
import { useDesk } from "../../support/desk.ts";
import { newestCode, queuedMails } from "../../support/mailbox.ts";
import { anyEmail, signUp } from "../../support/members.ts";
import type { Member } from "../../support/members.ts";
import { sharedRedis } from "../../support/redis.ts";
import { totp } from "../../support/totp.ts";
import { visitorOf } from "../../support/visitor.ts";

const desk = useDesk();
/** A trace in every table takes a whole life of an account, passwords hashed and all. */
const SLOW = { timeout: 90_000 };

/** Somebody who left a trace in every table there is. */
async function seedTraces(): Promise<Member> {
  const member = await signUp(desk.web, desk.db, { name: "Guthan the Infested" });
  const { password, email } = member;
  const started = await member.tell("account.startTotp", { password });
  const { secret } = started.data as { secret: string };
  await member.tell("account.confirmTotp", { code: totp(secret) });
  const halfIn = visitorOf(desk.web);
  await halfIn.tell("auth.login", { email, password });
  await halfIn.tell("auth.verifySecondFactor", { code: totp(secret, 1) });
  await halfIn.tell("auth.login", { email, password });
  await halfIn.tell("auth.verifySecondFactor", { code: "000000" });
  await member.tell("auth.revokeOtherSessions");
  await member.tell("account.requestEmailChange", { newEmail: anyEmail() });
  return member;
}

async function deleteAccount(member: Member) {
  await member.tell("account.requestCode", { purpose: "delete_account" });
  const code = await newestCode(desk.db, member.email);
  return member.tell("account.delete", { code });
}

describe("deletion", () => {
  test("leaves no row that holds the id, the address or the name of the owner", SLOW, async () => {
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
      "verifications",
      "codes",
      "audit_log",
    ])
      expect(tables).toContain(`public.${table}`);
    const othersRows = await rowsThatHold(desk.db, other.userId);

    const reply = await deleteAccount(member);
    expect([reply.data, member.cookies.size]).toEqual([{ done: true }, 0]);
    expect(await rowsThatHold(desk.db, ...traces)).toEqual([]);
    expect(await rowsThatHold(desk.db, other.userId)).toEqual(othersRows);
    const [said] = await desk.db.sql`
      select user_id, actor_id, address, user_agent, detail from audit_log where action = 'account_deleted'`;
    expect(said).toEqual({ user_id: null, actor_id: null, address: "", user_agent: "", detail: {} });
  });

  test("leaves jobs that hold nothing but what is sealed, and the last mail", SLOW, async () => {
    const member = await seedTraces();
    await deleteAccount(member);
    const jobs = (await allRows(desk.db)).get("pgboss.job") ?? [];
    expect(jobs.length).toBeGreaterThan(3);
    const data = await desk.db.sql<{ data: object }[]>`select data from pgboss.job where name = 'mail'`;
    for (const job of data) expect(Object.keys(job.data)).toEqual(["sealed"]);
    expect((await queuedMails(desk.db, member.email))[0]?.content.subject).toBe("Your account was deleted");
  });

  test("takes the copies of sessions along, for every process", async () => {
    const [member, other] = [await seedMember(desk.web, desk.db), await desk.startAnother()];
    const stolen = visitorOf(other, { cookies: new Map(member.cookies) });
    expect((await stolen.ask("account.activity", {})).status).toBe(200);
    await deleteAccount(member);
    expect((await stolen.ask("account.activity", {})).status).toBe(401);
    expect((await stolen.ask("auth.me")).data).toEqual({ user: null });
    const redis = new Redis(sharedRedis().url);
    const values = await Promise.all((await redis.keys("ge:*:session:*")).map((key) => redis.get(key)));
    redis.disconnect();
    expect(values.filter((value) => value?.includes(member.userId))).toEqual([]);
  });

  test("makes the address free for whoever has it", async () => {
    const member = await seedMember(desk.web, desk.db);
    await deleteAccount(member);
    const { email, password } = member;
    expect((await visitorOf(desk.web).tell("auth.login", { email, password })).status).toBe(401);
    const again = await signUp(desk.web, desk.db, { email });
    expect(again.userId).not.toBe(member.userId);
  });

  test("of the last admin is refused, of one of two is not", async () => {
    const [one, other] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
    await desk.db.sql`update users set role = 'admin' where id in (${one.userId}, ${other.userId})`;
    expect((await deleteAccount(one)).status).toBe(200);
    const refused = await deleteAccount(other);
    expect([refused.status, refused.error?.app?.["code"]]).toEqual([409, "conflict"]);
    expect((await other.ask("auth.me")).data).toMatchObject({ user: { id: other.userId } });
  });

  test("needs the code for it", async () => {
    const member = await seedMember(desk.web, desk.db);
    expect((await member.tell("account.delete", { code: "000000" })).error?.app).toMatchObject({
      field: "code",
    });
    expect((await member.tell("account.delete", {})).status).toBe(400);
    expect(await desk.db.sql`select 1 from users where id = ${member.userId}`).toHaveLength(1);
  });
});

/** Columns that only keep others out, or only hold rows together. */
const NOT_EXPORTED =
  /^(users\.(updated_at|image|email_verified|locked_at)|sessions\.(token|user_id|updated_at)|credentials\..*|two_factors\..*|used_totps\..*|verifications\..*|codes\..*|audit_log\.(id|user_id|actor_id|action|detail))$/;

test(
  "the export holds all that is kept about its owner, and none of what keeps others out",
  SLOW,
  async () => {
    const member = await seedTraces();
    const { data } = await member.tell("account.exportData");
    const exported = data as AccountExport;
    const text = JSON.stringify(exported);
    const leaves = new Set(
      [exported.account, ...exported.sessions, ...exported.activity].flatMap((row) => Object.values(row)),
    );
    const { sql } = desk.db;
    const columns = await sql<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and table_name in (
      select table_name from information_schema.columns
      where table_schema = 'public' and (column_name = 'user_id' or table_name = 'users'))`;
    const missing: string[] = [];
    for (const { table, column } of columns) {
      if (NOT_EXPORTED.test(`${table}.${column}`)) continue;
      const owner = table === "users" ? "id" : "user_id";
      const values = await sql.unsafe<Record<string, unknown>[]>(
        `select ${column} as value from ${table} where ${owner} = '${member.userId}' and ${column} is not null`,
      );
      for (const { value } of values) {
        const wanted = value instanceof Date ? value.getTime() : value;
        if (!leaves.has(wanted as string)) missing.push(`${table}.${column}: ${String(wanted)}`);
      }
    }
    expect(missing).toEqual([]);
    expect(exported.activity.map(({ what }) => what)).toContain("Downloaded all data");
    const secrets = await sql<{ secret: string }[]>`
    select token as secret from sessions where user_id = ${member.userId}
    union all select password from credentials where user_id = ${member.userId}
    union all select secret from two_factors where user_id = ${member.userId}
    union all select backup_codes from two_factors where user_id = ${member.userId}
    union all select hash from codes where email = ${member.email}`;
    expect(secrets.length).toBeGreaterThan(4);
    for (const { secret } of secrets) expect(text).not.toContain(secret);
  },
);
