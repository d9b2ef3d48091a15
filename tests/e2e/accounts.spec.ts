import {
  account,
  alertOf,
  button,
  codeAfter,
  field,
  join,
  newcomer,
  noteOf,
  section,
  signIn,
  signInLink,
  signOut,
  signUp,
  spendTries,
} from "./support/accounts.ts";
import { codeFor } from "./support/mail.ts";
import { watchPolicy } from "./support/csp.ts";
import { expect, test } from "./support/test.ts";

test.describe.configure({ timeout: 120_000 });

test("signs up with a code from the mail, out, and in again with the password", async ({ page }) => {
  const person = newcomer();
  await page.goto("/");
  await signInLink(page).click();
  await page.getByRole("link", { name: "Make an account" }).click();
  await expect(page.getByRole("heading", { name: "Make an account" })).toBeVisible();
  await signUp(page, person);
  await expect(page).toHaveURL("/");
  await account(page).click();
  const menu = page.getByRole("dialog", { name: "Account" });
  await expect(menu).toContainText(person.name);
  await expect(menu).toContainText(person.email);
  await expect(menu.getByRole("link", { name: "Admin" })).toHaveCount(0);
  await menu.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL("/settings/profile");
  await expect(field(page, "Name")).toHaveValue(person.name);

  await signOut(page);
  await expect(page).toHaveURL("/");
  await page.goto("/settings/security");
  await expect(page).toHaveURL("/sign-in?next=%2Fsettings%2Fsecurity");
  await signIn(page, person);
  await expect(page).toHaveURL("/settings/security");
  await expect(section(page, "E-mail address")).toContainText(person.email);
});

test("keeps what was typed, says beside the field what is wrong, and leads there", async ({ page }) => {
  const person = newcomer();
  await page.goto("/sign-up");
  await button(page, "Make the account").click();
  await expect(field(page, "Name")).toBeFocused();
  await expect(await noteOf(field(page, "Name"))).toHaveText("Type a name");
  await field(page, "Name").fill(person.name);
  await field(page, "E-mail").fill("no address");
  await field(page, "Password").fill("short");
  await expect(await noteOf(field(page, "E-mail"))).toContainText("Write an e-mail address");
  for (const words of ["7 more characters", "Common passwords and your name or address are refused"])
    await expect(await noteOf(field(page, "Password"))).toContainText(words);
  await button(page, "Make the account").click();
  await expect(field(page, "E-mail")).toBeFocused();
  await expect(field(page, "E-mail")).toHaveAttribute("aria-invalid", "true");
  await field(page, "E-mail").fill(person.email);
  await field(page, "Password").fill(person.password);
  await button(page, "Make the account").click();

  const right = await codeFor(person.email);
  const wrong = right === "000000" ? "000001" : "000000";
  await field(page, "Code").fill(wrong);
  await expect(field(page, "Code")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "Code")).toHaveValue(wrong);
  await expect(field(page, "Code")).toBeFocused();
  await expect(await noteOf(field(page, "Code"))).toContainText(/code/i);

  // The address can still be mended, with nothing typed twice.
  await button(page, "Change the address").click();
  await expect(field(page, "Name")).toHaveValue(person.name);
  await expect(field(page, "E-mail")).toHaveValue(person.email);
  await expect(field(page, "Password")).toHaveValue(person.password);
  const newest = await codeAfter(person.email, () => button(page, "Make the account").click());
  await field(page, "Code").fill(`${newest.slice(0, 3)} ${newest.slice(3)}`);
  await expect(page).toHaveURL("/");
  await signOut(page);
  await page.goto("/sign-in");
  await signIn(page, person);
  await expect(account(page)).toBeVisible();
});

test("signs in by a code alone, then sets a password by another", async ({ page }) => {
  const person = newcomer();
  await page.goto("/sign-in?next=/settings/security");
  await field(page, "E-mail").fill(person.email);
  await button(page, "E-mail me a code instead").click();
  await expect(field(page, "E-mail")).toHaveValue(person.email);
  const code = await codeAfter(person.email, () => button(page, "E-mail me a code").click());
  await expect(button(page, /^Send another code/)).toHaveAttribute("aria-disabled", "true");
  await field(page, "Code").fill(code);
  await expect(page).toHaveURL("/settings/security");

  const password = section(page, "Password");
  await expect(password).toContainText("by codes alone");
  const confirmation = await codeAfter(person.email, () =>
    button(page, "E-mail me a code to set one").click(),
  );
  await password.getByLabel("Code from your mail").fill(confirmation);
  await password.getByLabel("New password", { exact: true }).fill(person.password);
  await button(page, "Set the new password").click();
  await expect(password.getByRole("status")).toContainText("Your new password is set");
  await expect(button(page, "E-mail me a code to change it")).toBeVisible();
  await signOut(page);
  await page.goto("/sign-in");
  await signIn(page, person);
  await expect(account(page)).toBeVisible();
});

test("says the same for a wrong password and an unknown address, and keeps both", async ({ page }) => {
  const person = newcomer();
  await join(page, person, "/");
  await signOut(page);
  const told: string[] = [];
  for (const email of [person.email, newcomer().email]) {
    await page.goto("/sign-in");
    await signIn(page, { email, password: "not the password" });
    const alert = alertOf(page, "do not belong together");
    await expect(alert).toBeVisible();
    told.push(await alert.innerText());
    await expect(field(page, "E-mail")).toHaveValue(email);
    await expect(field(page, "Password")).toHaveValue("not the password");
    await expect(button(page, "Sign in")).toBeFocused();
  }
  expect(told[0]).toBe(told[1]);
});

test("sets a forgotten password by a code and signs in with it", async ({ page }) => {
  const person = newcomer();
  await join(page, person, "/");
  await signOut(page);
  await page.goto("/sign-in?next=/settings/sessions");
  await page.getByRole("link", { name: "Forgotten?" }).click();
  await expect(page.getByRole("heading", { name: "Forgotten password" })).toBeVisible();
  await field(page, "E-mail").fill(person.email);
  const code = await codeAfter(person.email, () => button(page, "E-mail me a code").click());
  await field(page, "Code").fill(code);
  await field(page, "New password").fill("another long one");
  await button(page, "Set the password and sign in").click();
  await expect(page).toHaveURL("/settings/sessions");
  await expect(page.getByRole("main")).toContainText("This device");
});

test("never leads to another site after signing in", async ({ page, baseURL }) => {
  const person = newcomer();
  await join(page, person, "/");
  for (const next of ["//evil.example", "/\\evil.example", "/.//evil.example", "https://evil.example"]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await expect(page).toHaveURL(`${baseURL}/`, { timeout: 30_000 });
  }
});

test("says how long somebody who tried too often has to wait, counting down", async ({ page }) => {
  await page.goto("/sign-in");
  const alert = alertOf(page, "Too many tries");
  await field(page, "E-mail").fill(newcomer().email);
  await field(page, "Password").fill("not the password");
  await spendTries(page);
  await button(page, "Sign in").click();
  await expect(alert).toContainText("Too many tries. You can try again in");
  await expect(button(page, "Sign in")).toHaveAttribute("aria-disabled", "true");
  const first = await alert.innerText();
  await expect(alert).not.toHaveText(first);
  await expect(alert).toContainText(/You can try again in \d+ (s|min)/);
  await expect(field(page, "Password")).toHaveValue("not the password");
});

test("says why signing in cannot work on a page that is not secure", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(globalThis, "isSecureContext", { value: false }));
  await page.goto("/sign-in");
  await expect(alertOf(page, "over plain http")).toBeVisible();
  await expect(field(page, "Password")).toHaveCount(0);
});

test("tells password managers what each field is", async ({ page }) => {
  const person = newcomer();
  await page.goto("/sign-in");
  await expect(field(page, "E-mail")).toHaveAttribute("autocomplete", "username");
  await expect(field(page, "E-mail")).toHaveAttribute("type", "email");
  await expect(field(page, "Password")).toHaveAttribute("autocomplete", "current-password");
  await expect(field(page, "Password")).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(field(page, "Password")).toHaveAttribute("type", "text");
  await page.goto("/sign-up");
  await expect(field(page, "E-mail")).toHaveAttribute("autocomplete", "username");
  await expect(field(page, "Password")).toHaveAttribute("autocomplete", "new-password");
  await field(page, "Name").fill(person.name);
  await field(page, "E-mail").fill(person.email);
  await field(page, "Password").fill(person.password);
  await button(page, "Make the account").click();
  await expect(field(page, "Code")).toHaveAttribute("autocomplete", "one-time-code");
  await expect(field(page, "Code")).toHaveAttribute("inputmode", "numeric");
});

test("is worked by keyboard alone", async ({ page }) => {
  const person = newcomer();
  await join(page, person, "/");
  await signOut(page);
  await page.goto("/sign-in");
  await expect(field(page, "E-mail")).toBeFocused();
  await page.keyboard.type(person.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(person.password);
  await page.keyboard.press("Enter");
  await expect(account(page)).toBeVisible();
  await account(page).focus();
  await page.keyboard.press("Enter");
  const menu = page.getByRole("dialog", { name: "Account" });
  await expect(menu).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(account(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(menu).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(menu.getByRole("link", { name: "Settings" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings/profile");
});

const PAYLOADS = [
  "<script>ran=1</script>",
  '"><img src=x onerror=ran=1>',
  "<svg onload=ran=1>",
  "javascript:ran=1//",
  "{{constructor.constructor('ran=1')()}}",
  "\u05E9\u05DC\u05D5\u05DD 123 abc",
  "W".repeat(40),
] as const;
/** A right-to-left override, zero-width letters, a name of nothing but them. */
const UNSEEN = ["abc\u202Edef", "Zez\u200Bima", "\u200B\u200D"] as const;

test("shows names as text, whatever they are made of", async ({ page }) => {
  const stopped = await watchPolicy(page);
  await join(page, newcomer(PAYLOADS[0]), "/settings/profile");
  const name = field(page, "Name");
  for (const text of PAYLOADS) {
    await name.fill(text);
    await button(page, "Save the name").click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.reload();
    await expect(name).toHaveValue(text);
    await account(page).click();
    const shown = page.getByRole("dialog", { name: "Account" }).locator("bdi").first();
    await expect(shown).toHaveText(text);
    expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
    expect(await stopped()).toEqual([]);
    await page.keyboard.press("Escape");
  }
  for (const text of UNSEEN) {
    await name.fill(text);
    await button(page, "Save the name").click();
    await expect(await noteOf(name)).toHaveText("Leave out characters that cannot be seen");
    await expect(name).toBeFocused();
  }
});
