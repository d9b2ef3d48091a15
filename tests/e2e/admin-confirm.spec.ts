import { button, field, join, newcomer, post, totp } from "./support/accounts.ts";
import { addSecondFactor, endConfirmation, findAccount, grant, said } from "./support/admin.ts";
import { addAuthenticator } from "./support/passkeys.ts";
import { SEEDED_APP } from "../support/people/seed-factor.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test.setTimeout(90_000);

test("an admin is led to a second factor, and confirms with it before a lock is carried out", async ({
  page,
  browser,
}) => {
  const { name, email, password } = newcomer("Ada the admin");
  const victim = newcomer("Vic");
  const theirs = await (await browser.newContext()).newPage();
  await join(theirs, victim, "/");
  await join(page, { name, email, password }, "/");
  await grant(email);
  await post(page, "auth.login", { email, password });

  await page.goto("/admin/users");
  await expect(page.getByRole("heading", { level: 1, name: "Turn on a second factor first" })).toBeVisible();
  await page.getByRole("link", { name: "Go to Settings > Security" }).click();
  await expect(page).toHaveURL("/settings/security");
  await expect(page.getByText("The admin pages stay closed until it is on")).toBeVisible();
  await addSecondFactor(email);

  // This session signed in without the factor, so nothing has confirmed it yet.
  await page.goto("/admin/users");
  const row = await findAccount(page, victim.email);
  await row.click();
  const lock = button(page, "Lock account");
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  const code = field(page, "Code from your authenticator app");
  await lock.click();
  await expect(code).toBeFocused();
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was done yet" })).toBeVisible();
  await expect(lock).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(code).toBeFocused();
  const right = totp(SEEDED_APP);
  const wrong = right === "000000" ? "000001" : "000000";
  await page.keyboard.type(wrong);
  await expect(code).toHaveAttribute("aria-invalid", "true");
  await expect(code).toHaveValue(wrong);
  await expect(row).not.toContainText("Locked");
  await code.fill(right);
  await expect(said(page, "Locked Vic")).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(button(page, "Unlock account")).toBeFocused();
  await button(page, "Undo").click();
  await expect(row).not.toContainText("Locked");
  await expect(dialog).toHaveCount(0);
});

test("an admin whose only second factor is a passkey confirms with it", async ({ page, browser }) => {
  const victim = newcomer("Vic");
  await join(await (await browser.newContext()).newPage(), victim, "/");
  await addAuthenticator(page);
  const { name, email, password } = newcomer("Pia the admin");
  await join(page, { name, email, password }, "/settings/security");
  await button(page, "Add a passkey").click();
  await page.getByLabel("Your password", { exact: true }).last().fill(password);
  await button(page, "Add a passkey").click();
  await button(page, "I have saved them").click();
  await grant(email);
  // The session of before is over, but its copy lives for half a minute.
  await page.context().clearCookies({ name: /session/ });
  await page.goto("/sign-in?next=%2Fadmin%2Fusers");
  await button(page, "Sign in with a passkey").click();
  await expect(await findAccount(page, email)).toBeVisible();

  await endConfirmation(email);
  const row = await findAccount(page, victim.email);
  await row.click();
  await button(page, "Lock account").click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(dialog).toContainText("Use your passkey, and what you asked for goes on");
  await expect(dialog.getByRole("textbox")).toHaveCount(0);
  expect(await seriousViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Use your passkey" }).click();
  await expect(said(page, "Locked Vic")).toBeVisible();
  await expect(row).toContainText("Locked");
  await expect(dialog).toHaveCount(0);
});
