import { expect, onTestFinished, test } from "vitest";
import { MARKET_NOW, seedMarket } from "../../support/market/market.ts";
import { randomIp } from "../../support/people/visitor.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";

const POOL = 3;

test("web opens no more connections than the setting says, and requests wait for them", async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  await seedMarket(database.db);
  const web = await startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: { now: () => MARKET_NOW },
    databasePool: POOL,
  });
  onTestFinished(web.close);
  const { sql } = database.db;
  const waiting = async () => {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity
      where application_name = 'ge-web' and datname = current_database() and wait_event_type = 'Lock'`;
    return row?.n;
  };

  const asked: Promise<number>[] = [];
  const ask = (n: number) => {
    const to = MARKET_NOW.getTime() - n * 3_600_000;
    const input = JSON.stringify({ itemId: 4151, timestep: "5m", from: to - 3_600_000, to });
    const url = `${web.url}/trpc/items.getPriceHistory?input=${encodeURIComponent(input)}`;
    const headers = { "x-forwarded-for": randomIp() };
    asked.push(fetch(url, { headers }).then(({ status }) => status));
  };
  await sql.begin(async (tx) => {
    await tx`lock table price_buckets in access exclusive mode`;
    for (let n = 0; n < 3 * POOL; n++) ask(n);
    await expect.poll(waiting, { interval: 20 }).toBe(POOL);
    await tx`select pg_sleep(0.3)`;
    expect(await waiting()).toBe(POOL);
  });
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 3 * POOL }, () => 200));
  // They stay open for a minute, so this is the most that there ever were.
  expect(await web.metrics()).toContain(`ge_database_connections{pool="primary",process="web"} ${POOL}\n`);
});
