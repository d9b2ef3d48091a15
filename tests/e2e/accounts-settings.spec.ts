import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
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
} from "./support/accounts.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test.describe.configure({ timeout: 120_000 });

test("ends a session elsewhere, which says so there and keeps what is typed", async ({
  page,
  browser,
  baseURL,
}) => {
  const person = newcomer();
  await join(page, person, "/settings/sessions");
  const elsewhere = await browser.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    userAgent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    extraHTTPHeaders: { "X-Forwarded-For": "203.0.113.77" },
  });
  try {
    const other = await elsewhere.newPage();
    await other.goto("/sign-in?next=/settings/profile");
    await signIn(other, person);
    await field(other, "Name").fill("A name half typed");

    await page.reload();
    const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "203.0.113.77" });
    await expect(row).toContainText(/Safari.* on iOS/);
    await expect(row).toContainText(/ends \d+ \w+ \d{4} unless it is used/);
    await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "This device" })).toHaveCount(
      1,
    );
    await row.getByRole("button", { name: /^Sign out/ }).click();
    await expect(page.getByRole("main").getByRole("status")).toContainText(/Signed out .*Safari.* on iOS/);
    await expect(row).toHaveCount(0);

    await button(other, "Save the name").click();
    const lost = other.getByRole("alert").filter({ hasText: "You were signed out" });
    await expect(lost).toBeVisible();
    await expect(lost.getByRole("link")).toHaveAttribute("href", "/sign-in?next=%2Fsettings%2Fprofile");
    await expect(field(other, "Name")).toHaveValue("A name half typed");
    await expect(signInLink(other)).toBeVisible();

    // Signing in beside it is enough: the page goes on where it was.
    const opening = elsewhere.waitForEvent("page");
    await lost.getByRole("link").click();
    const door = await opening;
    await signIn(door, person);
    await expect(door).toHaveURL("/settings/profile");
    await door.close();
    await other.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await expect(lost).toHaveCount(0);
    await button(other, "Save the name").click();
    await expect(other.getByText("Saved.")).toBeVisible();
  } finally {
    await elsewhere.close();
  }
});

/** Does what mails a code to each of two addresses, and answers both. */
async function bothCodesAfter(present: string, next: string, act: () => Promise<void>) {
  let forNew = "";
  const forPresent = await codeAfter(present, async () => {
    forNew = await codeAfter(next, act);
  });
  return { forPresent, forNew };
}

test("changes the address by a code to each of the two", async ({ page }) => {
  const person = newcomer();
  const { email } = newcomer();
  await join(page, person, "/settings/security");
  const part = section(page, "E-mail address");
  await button(page, "Change the address").click();
  await field(page, "New e-mail").fill(email);
  const { forPresent, forNew } = await bothCodesAfter(person.email, email, () =>
    button(page, "Send both codes").click(),
  );
  // Swapped: each code shows only its own address.
  await field(page, "Code from the present address").fill(forNew);
  await field(page, "Code from the new address").fill(forPresent);
  await button(page, "Change the address").click();
  await expect(field(page, "Code from the present address")).toHaveAttribute("aria-invalid", "true");
  await expect(part).not.toContainText("Changed.");
  await field(page, "Code from the present address").fill(forPresent);
  await field(page, "Code from the new address").fill(forNew);
  await button(page, "Change the address").click();
  await expect(part).toContainText("Changed. Sign in with the new address");
  await expect(part).toContainText(email);
  await signOut(page);
  await page.goto("/sign-in");
  await signIn(page, { ...person, email });
  await expect(account(page)).toBeVisible();
});

test("sends both codes anew after a pause, by keyboard and on a phone", async ({ page }) => {
  await page.clock.install();
  await page.setViewportSize({ width: 360, height: 740 });
  const person = newcomer();
  const { email } = newcomer();
  await join(page, person, "/settings/security");
  await button(page, "Change the address").click();
  await field(page, "New e-mail").fill(email);
  await bothCodesAfter(person.email, email, () => button(page, "Send both codes").click());
  const again = button(page, "Send both codes again");
  await expect(again).toHaveAttribute("aria-disabled", "true");
  await expect(again).toContainText(/in \d+ s$/);
  await page.clock.fastForward("00:31");
  await expect(again).toHaveAttribute("aria-disabled", "false");

  await field(page, "Code from the new address").focus();
  for (const _ of ["Change the address", "Back", "again"]) await page.keyboard.press("Tab");
  await expect(again).toBeFocused();
  const { forPresent, forNew } = await bothCodesAfter(person.email, email, () =>
    page.keyboard.press("Enter"),
  );
  const part = section(page, "E-mail address");
  await expect(part.getByRole("status")).toHaveText(
    "New codes are on their way; the ones before no longer work.",
  );
  await expect(again).toHaveAttribute("aria-disabled", "true");
  // Asking anew sent nothing of the form, which was empty.
  await expect(field(page, "Code from the present address")).toHaveAttribute("aria-invalid", "false");
  expect(await seriousViolations(page)).toEqual([]);
  expect(await overWidth(page)).toBe(0);
  await field(page, "Code from the present address").fill(forPresent);
  await field(page, "Code from the new address").fill(forNew);
  await button(page, "Change the address").click();
  await expect(part).toContainText("Changed. Sign in with the new address");
});

for (const [path, ask] of [
  ["/settings/security", "E-mail me a code to change it"],
  ["/settings/data", "E-mail me a code to delete it"],
] as const) {
  test(`has another code to ask for at ${path}`, async ({ page }) => {
    await page.clock.install();
    const person = newcomer();
    await join(page, person, path);
    await codeAfter(person.email, () => button(page, ask).click());
    const again = button(page, "Send another code");
    await expect(again).toHaveAttribute("aria-disabled", "true");
    await page.clock.fastForward("00:31");
    await codeAfter(person.email, () => again.click());
    await expect(page.getByRole("main")).toContainText("A new code is on its way");
  });
}

test("hands out everything that is kept, and lists what happened", async ({ page }) => {
  const person = newcomer();
  await join(page, person, "/settings/data");
  const downloading = page.waitForEvent("download");
  await button(page, "Download my data").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^ge-metrics-\d{4}-\d{2}-\d{2}\.json$/);
  const text = await readFile(await download.path(), "utf8");
  const data = JSON.parse(text) as { account: { email: string; name: string } };
  expect(data.account).toMatchObject({ email: person.email, name: person.name });
  expect(text).not.toContain('password":');
  const saving = page.waitForEvent("download");
  await button(page, "Save as CSV").click();
  const ledger = await saving;
  expect(ledger.suggestedFilename()).toMatch(/^ge-metrics-trades-.*\.csv$/);
  expect(await readFile(await ledger.path(), "utf8")).toMatch(/^Time \(UTC\),Character,/);
  await button(page, "Save as Flipping Utilities").click();
  const trades = section(page, "Take your trades with you");
  await expect(trades.getByRole("listitem").nth(2)).toContainText("You have no character yet");
  const log = section(page, "Activity").getByRole("listitem");
  await expect(log.first()).toContainText("Downloaded all data");
  await expect(log.filter({ hasText: "Account made" })).toHaveCount(1);
});

test("deletes the account by a code and the typed address, and nothing signs in again", async ({ page }) => {
  const person = newcomer();
  await join(page, person, "/settings/data");
  const code = await codeAfter(person.email, () => button(page, "E-mail me a code to delete it").click());
  const confirmation = field(page, "Your e-mail address, to confirm");
  await field(page, "Code from your mail").fill(code);
  await confirmation.fill("somebody@else.example");
  await button(page, "Delete my account for good").click();
  await expect(await noteOf(confirmation)).toHaveText("Type the address of this account");
  await expect(confirmation).toBeFocused();
  await confirmation.fill(person.email.toUpperCase());
  await button(page, "Delete my account for good").click();
  await expect(page).toHaveURL("/sign-in?account=deleted");
  await expect(page.getByRole("main")).toContainText("everything in it is deleted");
  await expect(signInLink(page)).toBeVisible();
  await signIn(page, person);
  await expect(alertOf(page, "do not belong together")).toBeVisible();
});

const ABSURD = [
  "W".repeat(40),
  "\u0627\u0644\u0639\u0631\u0628\u064A\u0629 \u05E2\u05D1\u05E8\u05D9\u05EA abc 123",
  "🦀".repeat(20),
];
const PAGES = ["/sign-in", "/sign-up", "/forgotten"];
const SETTINGS = [
  "/settings/profile",
  "/settings/display",
  "/settings/trading",
  "/settings/security",
  "/settings/sessions",
  "/settings/data",
];

const overWidth = (page: Page): Promise<number> =>
  page.getByRole("main").evaluate((main) => main.scrollWidth - main.clientWidth);

/** axe takes seconds per page, so it skips the middle width, which shows nothing that the others do not. */
const WIDTHS_OF_AXE = new Set([360, 1440]);

async function looksRight(page: Page, path: string, { axe }: { axe: boolean }): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy='true']")).toHaveCount(0);
  if (axe) expect(await seriousViolations(page), path).toEqual([]);
  expect(await overWidth(page), `${path} is wider than its window`).toBe(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1024, 1440]) {
    test(`fits and is accessible in ${colorScheme} at ${width} px`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 740 });
      const axe = WIDTHS_OF_AXE.has(width);
      for (const path of PAGES) await looksRight(page, path, { axe });
      await join(page, newcomer(ABSURD[width % ABSURD.length]), "/settings/profile");
      for (const path of SETTINGS) await looksRight(page, path, { axe });
      await account(page).click();
      await expect(page.getByRole("dialog", { name: "Account" })).toBeInViewport({ ratio: 1 });
      if (axe) expect(await seriousViolations(page)).toEqual([]);
    });
  }
}
