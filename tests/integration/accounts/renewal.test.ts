import { afterAll, beforeAll, expect, test } from "vitest";
import type { TotpStarted } from "#features/accounts/contract.ts";
import { renewEncryption } from "#features/accounts/security/renew-encryption.ts";
import { systemClock } from "#platform/clock.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { TEST_SECRETS } from "../../support/people/mailbox.ts";
import { signUp } from "../../support/people/members.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { totp } from "../../support/people/totp.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import { startTestWeb } from "../../support/servers/web.ts";

const NEW = "the-newer-secret-the-newer-secret-the-newer";
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.drop();
});

const web = (secrets: readonly string[]) =>
  startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock: systemClock, secrets });

test("after the renewal the old secret can be removed: app and backup codes still work", async () => {
  const before = await web(TEST_SECRETS);
  const member = await signUp(before, database.db);
  const started = await member.tell("account.startTotp", { password: member.password });
  const { secret, backupCodes } = started.data as TotpStarted;
  await member.tell("account.confirmTotp", { code: totp(secret) });
  await before.close();

  const db = database.db.orm;
  expect(await renewEncryption({ db, secrets: [NEW, ...TEST_SECRETS] })).toBe(1);
  expect(await renewEncryption({ db, secrets: [NEW, ...TEST_SECRETS] })).toBe(0);

  const after = await web([NEW]);
  const visitor = createVisitor(after);
  await visitor.tell("auth.login", { email: member.email, password: member.password });
  const byApp = await visitor.tell("auth.verifySecondFactor", { code: totp(secret, 1) });
  expect(byApp.data).toMatchObject({ status: "signed_in" });
  const other = createVisitor(after);
  await other.tell("auth.login", { email: member.email, password: member.password });
  const byBackup = await other.tell("auth.verifySecondFactor", { backupCode: backupCodes[0] });
  expect(byBackup.data).toMatchObject({ status: "signed_in" });
  await after.close();
});
