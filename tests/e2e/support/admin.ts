import type { Locator, Page } from "@playwright/test";
import { grantAdmin } from "#features/accounts/admin/grant-admin.ts";
import { systemClock } from "#platform/clock.ts";
import { openDb } from "#platform/db/db.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { readEnv } from "#platform/env.ts";
import { openDatabase } from "#processes/commands/database.ts";
import { ensureAuthSecret } from "#processes/up/setup/kept-secret.ts";
import { SEEDED_APP, seedSecondFactor } from "../../support/people/seed-factor.ts";
import { account, join, post, totp } from "./accounts.ts";
import type { Person } from "./accounts.ts";
import { expect } from "./test.ts";

/** Runs work on the database of the copy under test. */
async function inDatabase(work: (db: DbHandle, dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = process.env["E2E_DATA_DIR"];
  if (dataDir === undefined) throw new Error("E2E_DATA_DIR names the data directory of the copy under test");
  const database = await openDatabase(readEnv("up", { ...process.env, DATA_DIR: dataDir }), "e2e");
  const db = openDb({ url: database.url, max: 1, applicationName: "e2e" });
  try {
    await work(db, dataDir);
  } finally {
    await db.close();
    await database.close();
  }
}

/** What `npm run admin -- EMAIL` does, without a process of its own, which takes a second of one core. */
export const grant = (email: string): Promise<void> =>
  inDatabase(async (db) => {
    const { outcome } = await grantAdmin({ db: db.orm, clock: systemClock }, email);
    expect(outcome).toBe("granted");
  });

/** Turns on a second factor whose app shows `totp(SEEDED_APP)`. */
export const addSecondFactor = (email: string): Promise<void> =>
  inDatabase(async (db, dataDir) => {
    const [user] = await db.sql<{ id: string }[]>`select id from users where email = ${email}`;
    await seedSecondFactor(db, user?.id ?? "", [await ensureAuthSecret(dataDir)]);
  });

/** As fifteen minutes later: the next change asks for a confirmation. */
export const endConfirmation = (email: string): Promise<void> =>
  inDatabase(async (db) => {
    await db.sql`
      update sessions set confirmed_at = null from users where users.id = user_id and users.email = ${email}`;
  });

/** An account with a second factor that was made an admin, signed in anew and so confirmed. */
export async function joinAsAdmin(page: Page, person: Person, path: string): Promise<void> {
  await join(page, person, "/settings/profile");
  await grant(person.email);
  await addSecondFactor(person.email);
  const { email, password } = person;
  await post(page, "auth.login", { email, password });
  await post(page, "auth.verifySecondFactor", { code: totp(SEEDED_APP) });
  await page.goto(path);
  await expect(account(page)).toBeVisible();
}

export const accountRow = (page: Page, email: string): Locator =>
  page.getByRole("table", { name: "Accounts" }).getByRole("row").filter({ hasText: email });
export const panelOf = (page: Page, name: string): Locator =>
  page.getByRole("complementary", { name: `Account of ${name}` });
export const said = (page: Page, text: string | RegExp): Locator =>
  page.getByRole("status").filter({ hasText: text });

export async function findAccount(page: Page, email: string): Promise<Locator> {
  await page.getByRole("searchbox", { name: "Find an account by name or e-mail" }).fill(email);
  await expect(page.getByText("1 account", { exact: true })).toBeVisible();
  return accountRow(page, email);
}
