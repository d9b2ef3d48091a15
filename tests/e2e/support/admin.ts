import type { Locator, Page } from "@playwright/test";
import { grantAdmin } from "#features/accounts/admin/grant-admin.ts";
import { systemClock } from "#platform/clock.ts";
import { openDb } from "#platform/db/db.ts";
import { readEnv } from "#platform/env.ts";
import { openDatabase } from "#processes/commands/database.ts";
import { account, join } from "./accounts.ts";
import type { Person } from "./accounts.ts";
import { expect } from "./test.ts";

/** What `npm run admin -- EMAIL` does, without a process of its own, which takes a second of one core. */
async function grant(email: string): Promise<void> {
  const dataDir = process.env["E2E_DATA_DIR"];
  if (dataDir === undefined) throw new Error("E2E_DATA_DIR names the data directory of the copy under test");
  const database = await openDatabase(readEnv("up", { ...process.env, DATA_DIR: dataDir }), "e2e");
  const db = openDb({ url: database.url, max: 1, applicationName: "e2e" });
  try {
    expect(await grantAdmin({ db: db.orm, clock: systemClock }, email)).toBe("granted");
  } finally {
    await db.close();
    await database.close();
  }
}

/** An account that was made an admin, signed in anew. */
export async function joinAsAdmin(page: Page, person: Person, path: string): Promise<void> {
  await join(page, person, "/settings/profile");
  await grant(person.email);
  const { email, password } = person;
  const status = await page.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/trpc/auth.login", { method: "POST", headers, body })).status;
  }, JSON.stringify({ email, password }));
  expect(status).toBe(200);
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
