import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { deepHealthView } from "#features/ops/contract.ts";
import type { DeepHealthView } from "#features/ops/contract.ts";
import { systemClock } from "#platform/clock.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";

const MB = 1024 * 1024;
let dir: string;
let there: TestDatabase;
let away: TestDatabase;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-disk-"));
  [there, away] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await away.drop();
});
afterAll(async () => {
  await there?.drop();
  await rm(dir, { recursive: true, force: true });
});

/** Deep health of a web whose database is there, or has vanished as it does when its disk is full. */
async function askHealth(
  database: TestDatabase,
  disk: { dataDir?: string; diskFloorMb?: number },
): Promise<DeepHealthView> {
  const redis = sharedRedis();
  const web = await startTestWeb({ databaseUrl: database.url, redis, clock: systemClock, ...disk });
  onTestFinished(web.close);
  return deepHealthView.parse(await (await fetch(`${web.url}/health/deep`)).json());
}

test("a disk with less left than the floor is named as the cause, before what fails because of it", async () => {
  const { bavail, bsize } = await statfs(dir);
  const tooMuchMb = Math.ceil((bavail * bsize) / MB) + 100_000;
  const full = await askHealth(there, { dataDir: dir, diskFloorMb: tooMuchMb });
  expect(full).toMatchObject({
    status: "degraded",
    cause: "disk",
    checks: { disk: "failing", database: "ok" },
  });
  const both = await askHealth(away, { dataDir: dir, diskFloorMb: tooMuchMb });
  expect(both).toMatchObject({ cause: "disk", checks: { disk: "failing", database: "failing" } });
});

test("a disk with enough left is no cause, nor one that web does not know", async () => {
  const enough = await askHealth(away, { dataDir: dir, diskFloorMb: 1 });
  expect(enough).toMatchObject({ cause: "database", checks: { disk: "ok", database: "failing" } });
  expect((await askHealth(there, {})).checks).toMatchObject({ disk: "not_configured" });
  const gone = await askHealth(there, { dataDir: join(dir, "gone"), diskFloorMb: 1 });
  expect(gone).toMatchObject({ cause: "disk" });
});
