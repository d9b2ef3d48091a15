import type { Page } from "@playwright/test";
import {
  account,
  alertOf,
  button,
  field,
  join,
  moveElsewhere,
  newcomer,
  section,
  signIn,
  signOut,
} from "./support/accounts.ts";
import { addAuthenticator } from "./support/passkeys.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

const panel = (page: Page) => section(page, "Passkeys");
const password = (page: Page) => panel(page).getByLabel("Your password", { exact: true });

test("adds a passkey, signs in with it, shows it as the second step, and removes it", async ({ page }) => {
  test.setTimeout(120_000);
  const authenticator = await addAuthenticator(page);
  const person = newcomer();
  await join(page, person, "/settings/security");
  await expect(panel(page)).toContainText("You have no passkey yet.");
  await button(page, "Add a passkey").click();
  await password(page).fill("not the password");
  await button(page, "Add a passkey").click();
  await expect(panel(page)).toContainText("That is not your password");
  expect(await authenticator.count()).toBe(0);
  await password(page).fill(person.password);
  await field(page, "Name").last().fill("Desk");
  await button(page, "Add a passkey").click();
  await expect(page.getByRole("heading", { name: "Save your backup codes" })).toBeFocused();
  expect(await authenticator.count()).toBe(1);
  await button(page, "I have saved them").click();
  const list = page.getByRole("list", { name: "Your passkeys" });
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expect(list).toContainText("not used yet");
  await button(page, "Rename Desk").click();
  await field(page, "New name").fill("My desk");
  await button(page, "Rename").click();
  await expect(panel(page)).toContainText("Renamed to “My desk”.");
  expect(await seriousViolations(page, "main")).toEqual([]);

  await signOut(page);
  await moveElsewhere(page);
  await page.goto("/sign-in");
  // Without a finger on it the dialog ends, and nothing that was typed is lost.
  await authenticator.setVerified(false);
  await field(page, "E-mail").fill(person.email);
  await button(page, "Sign in with a passkey").click();
  await expect(alertOf(page, "Nothing was changed")).toBeVisible();
  await expect(field(page, "E-mail")).toHaveValue(person.email);
  await authenticator.setVerified(true);
  await button(page, "Sign in with a passkey").click();
  await expect(account(page)).toBeVisible();

  await signOut(page);
  await page.goto("/sign-in?next=/settings/security");
  await signIn(page, person);
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
  await expect(button(page, "Use the app")).toHaveCount(0);
  await expect(button(page, "Use your passkey")).toBeFocused();
  await button(page, "Use your passkey").press("Enter");
  await expect(page).toHaveURL("/settings/security");
  await expect(list).toContainText("ago");

  await moveElsewhere(page);
  await button(page, "Remove My desk").click();
  await expect(panel(page)).toContainText("your last second factor");
  await password(page).fill(person.password);
  await button(page, "Remove the passkey").click();
  await expect(panel(page)).toContainText("“My desk” is removed.");
  await expect(button(page, "Turn it on")).toBeVisible();
  await signOut(page);
  await page.goto("/sign-in");
  await button(page, "Sign in with a passkey").click();
  await expect(alertOf(page, "not known here")).toBeVisible();
});
