import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import {
  account,
  button,
  field,
  join,
  moveElsewhere,
  newcomer,
  section,
  signIn,
  signOut,
  totp,
} from "./support/accounts.ts";
import { codeFor, countMails } from "./support/mail.ts";
import { expect, test } from "./support/test.ts";

const factor = (page: Page) => section(page, "Second factor");
const appCode = (page: Page) => field(page, "Code from your authenticator app");

test.describe.configure({ timeout: 120_000 });

test("turns a second factor on, signs in with it and with a backup code, and turns it off", async ({
  page,
}) => {
  const person = newcomer();
  await join(page, person, "/settings/security");
  await button(page, "Turn it on").click();
  await factor(page).getByLabel("Your password", { exact: true }).fill("not the password");
  await button(page, "Go on").click();
  await expect(factor(page)).toContainText("That is not your password");
  await factor(page).getByLabel("Your password", { exact: true }).fill(person.password);
  await button(page, "Go on").click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  const secret = (await factor(page).locator("code").innerText()).replaceAll(" ", "");
  expect(await factor(page).getByRole("link", { name: "open the app" }).getAttribute("href")).toContain(
    secret,
  );
  await field(page, "Code that the app shows").fill(totp(secret));
  await expect(page.getByRole("heading", { name: "Save your backup codes" })).toBeFocused();
  const codes = await page.getByRole("list", { name: "Backup codes" }).getByRole("listitem").allInnerTexts();
  expect(new Set(codes).size).toBeGreaterThanOrEqual(8);
  const downloading = page.waitForEvent("download");
  await button(page, "Download").click();
  const saved = await readFile(await (await downloading).path(), "utf8");
  expect(saved.trim().split("\n")).toEqual(codes);
  await button(page, "I have saved them").click();
  await expect(factor(page)).toContainText("The second factor is on.");
  await expect(factor(page).getByRole("heading", { name: "Second factor" })).toBeFocused();
  // Shown once: another visit has nothing of them.
  await page.reload();
  await expect(button(page, "Turn it off")).toBeVisible();
  expect(await page.content()).not.toContain(codes[0]);

  await signOut(page);
  await page.goto("/sign-in");
  await signIn(page, person);
  await expect(appCode(page)).toBeFocused();
  // The next code: the one that turned the factor on opens nothing else.
  const right = totp(secret, Date.now() + 30_000);
  const wrong = right === "000000" ? "000001" : "000000";
  await appCode(page).fill(wrong);
  await expect(appCode(page)).toHaveAttribute("aria-invalid", "true");
  await expect(appCode(page)).toHaveValue(wrong);
  await appCode(page).fill(right);
  await expect(account(page)).toBeVisible();

  await signOut(page);
  await page.goto("/sign-in?next=/settings/security");
  await signIn(page, person);
  await button(page, "Use a backup code").click();
  await field(page, "Backup code").fill(codes[0] ?? "");
  await button(page, "Sign in").click();
  await expect(page).toHaveURL("/settings/security");

  await moveElsewhere(page);
  await button(page, "Turn it off").click();
  await button(page, "I have lost the app").click();
  const seen = await countMails(person.email);
  await button(page, "E-mail me a code to go on").click();
  await field(page, "Code from your mail").fill(await codeFor(person.email, seen));
  await field(page, "Backup code").fill(codes[1] ?? "");
  await factor(page).getByLabel("Your password", { exact: true }).fill(person.password);
  await button(page, "Turn off the authenticator app").click();
  await expect(factor(page)).toContainText("The second factor is off");
});
