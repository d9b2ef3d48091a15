import { sweepAudit } from "#features/audit/sweep-audit.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sweepExpired } from "#features/accounts/security/sweep-expired.ts";
import { systemClock } from "#platform/clock.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { randomEmail, signUp } from "../../support/people/members.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

const DAY_MS = 86_400_000;
let database: TestDatabase;
let web: TestWeb;

beforeAll(async () => {
  database = await createTestDatabase();
  web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock: systemClock });
});
afterAll(async () => {
  await web?.close();
  await database?.drop();
});

async function sweepIn(days: number, unownedAudit = 90): Promise<void> {
  const deps = {
    db: database.db.orm,
    keptDays: { unownedAudit },
    clock: { now: () => new Date(systemClock.now().getTime() + days * DAY_MS) },
  };
  await sweepExpired(deps);
  await sweepAudit(deps);
}

async function counts() {
  const [row] = await database.db.sql<Record<string, number>[]>`
    select (select count(*) from users)::int as users, (select count(*) from sessions)::int as sessions,
      (select count(*) from codes)::int as codes,
      (select count(*) from audit_log where user_id is null)::int as strangers`;
  return row;
}

test("expired rows are deleted after their time and not before", async () => {
  await signUp(web, database.db);
  const visitor = createVisitor(web);
  await visitor.tell("auth.register", { email: randomEmail(), password: "never verified", name: "Nobody" });
  await visitor.tell("auth.login", { email: randomEmail(), password: "of a stranger" });
  const used = async () => (await database.db.sql`select 1 from used_totps`).length;
  await database.db
    .sql`insert into used_totps (user_id, code, used_at) select id, '123456', now() from users limit 1`;
  const all = { users: 2, sessions: 1, codes: 1, strangers: 1 };
  await sweepIn(0);
  expect([await counts(), await used()]).toEqual([all, 1]);
  await sweepIn(1);
  expect(await used()).toBe(0);
  expect(await counts()).toEqual({ ...all, codes: 0 });
  await sweepIn(8);
  expect(await counts()).toEqual({ users: 1, sessions: 1, codes: 0, strangers: 1 });
  await sweepIn(31);
  expect(await counts()).toEqual({ users: 1, sessions: 0, codes: 0, strangers: 1 });
  await sweepIn(89);
  expect(await counts()).toMatchObject({ strangers: 1 });
  await sweepIn(91, 100);
  expect(await counts()).toMatchObject({ strangers: 1 });
  await sweepIn(91);
  expect(await counts()).toEqual({ users: 1, sessions: 0, codes: 0, strangers: 0 });
});
