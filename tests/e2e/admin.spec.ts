import { readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { account, button, field, join, newcomer, signIn, signInLink } from "./support/accounts.ts";
import type { Person } from "./support/accounts.ts";
import { accountRow, addSecondFactor, findAccount, joinAsAdmin, panelOf, said } from "./support/admin.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test.setTimeout(90_000);

const { version: VERSION } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** Somebody else at another machine. */
async function another(browser: Browser, person: Person, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await join(page, person, path);
  return page;
}

/** What a page does when its reader comes back to it from another tab. */
const comeBack = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

test("strangers are led to sign in, plain users are told why they may not", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const person = newcomer();
  await join(page, person, "/");
  await page.context().clearCookies();

  await page.goto("/admin");
  await expect(page).toHaveURL("/admin/users");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in to go on" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/sign-in?next=%2Fadmin%2Fusers");
  await signIn(page, person);
  for (const path of ["/admin/users", "/admin/audit", "/admin/updates", "/admin/history"]) {
    if (path !== "/admin/users") await page.goto(path);
    await expect(page).toHaveURL(path);
    await expect(page.getByRole("heading", { level: 1, name: /^403/ })).toBeVisible();
    await expect(page.getByText(`You are signed in as ${person.email}`)).toBeVisible();
  }
  expect(asked.filter((url) => /trpc\/(admin\.|items\.(getUpdatesToEdit|getHistory))/.test(url))).toEqual([]);
});

test("a lock signs an open page out at once, Undo opens the account again, the log tells of both", async ({
  page,
  browser,
}) => {
  const admin = newcomer("Ada the admin");
  const victim = newcomer("Vic");
  await joinAsAdmin(page, admin, "/admin/users");
  const theirs = await another(browser, victim, "/settings/profile");

  const row = await findAccount(page, victim.email);
  await expect(row).toContainText("User");
  await row.click();
  const panel = panelOf(page, "Vic");
  await expect(panel).toContainText("Signed in with a code");
  await button(page, "Lock account").click();
  await expect(said(page, "Locked Vic")).toBeVisible();
  await expect(row).toContainText("Locked");
  await expect(panel).toContainText(`by ${admin.name}`);

  await comeBack(theirs);
  await expect(theirs.getByText("You were signed out.")).toBeVisible();
  await expect(account(theirs)).toHaveCount(0);
  await theirs.goto("/sign-in?next=%2Fsettings%2Fprofile");
  await signIn(theirs, victim);
  await expect(theirs.getByRole("alert").filter({ hasText: "locked" })).toBeVisible();

  await button(page, "Undo").click();
  await expect(row).not.toContainText("Locked");
  await expect(said(page, "Locked Vic")).toHaveCount(0);
  await signIn(theirs, victim);
  await expect(account(theirs)).toBeVisible();

  await panel.getByRole("link", { name: "In the audit log" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeAttached();
  const log = page.getByRole("table", { name: "Audit log" });
  const line = (text: string) => log.getByRole("row").filter({ hasText: text });
  for (const text of ["Account locked by an admin", "Account unlocked by an admin"]) {
    await expect(line(text)).toContainText(victim.email);
    await expect(line(text)).toContainText(admin.name);
  }
  await expect(log).not.toContainText(admin.email);
  await button(page, /^Show all accounts, not only/).click();
  await expect(line(admin.email).first()).toBeVisible();
});

test("a role takes two steps, and holds from the next sign-in", async ({ page, browser }) => {
  const deputy = newcomer("Dee");
  await joinAsAdmin(page, newcomer("Ada"), "/admin/users");
  const theirs = await another(browser, deputy, "/");
  await (await findAccount(page, deputy.email)).click();

  await button(page, "Make admin").click();
  await expect(button(page, "Yes, make an admin")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button(page, "Make admin")).toBeFocused();
  await expect(accountRow(page, deputy.email)).toContainText("User");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(said(page, "Dee is an admin now")).toBeVisible();
  await expect(accountRow(page, deputy.email)).toContainText("Admin");

  await comeBack(theirs);
  await signInLink(theirs).click();
  await signIn(theirs, deputy);
  await expect(account(theirs)).toBeVisible();
  await addSecondFactor(deputy.email);
  await theirs.reload();
  await account(theirs).click();
  await theirs.getByRole("link", { name: "Admin" }).click();
  await expect(theirs.getByRole("table", { name: "Accounts" })).toBeVisible();

  await button(page, "Take admin role away").click();
  await button(page, "Yes, make a plain user").click();
  await expect(said(page, "Dee is no admin any more")).toBeVisible();
  await theirs.getByRole("tab", { name: "Admins" }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "Sign in to go on" })).toBeVisible();
});

test("nobody locks or demotes themselves: the buttons say why", async ({ page }) => {
  const admin = newcomer("Solo");
  await joinAsAdmin(page, admin, "/admin/users");
  await (await findAccount(page, admin.email)).click();
  for (const [name, reason] of [
    ["Lock account", "You cannot lock yourself"],
    ["Take admin role away", "You cannot take your own admin role"],
  ] as const) {
    await expect(button(page, name)).toHaveAttribute("aria-disabled", "true");
    await expect(button(page, name)).toHaveAccessibleDescription(new RegExp(reason));
    await button(page, name).dispatchEvent("click");
  }
  await expect(button(page, "Yes, make a plain user")).toHaveCount(0);
  await expect(accountRow(page, admin.email)).not.toContainText("Locked");
});

test("is worked by keyboard alone, and the address holds what is looked at", async ({ page }) => {
  const admin = newcomer("Kay");
  await joinAsAdmin(page, admin, "/admin/users");
  await expect(accountRow(page, admin.email)).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Find an account by name or e-mail" });
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.type(admin.email);
  await expect(page.getByText("1 account", { exact: true })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(button(page, "Kay")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(panelOf(page, "Kay")).toBeFocused();
  // The address follows what is typed a moment later.
  await expect(page).toHaveURL(
    ({ searchParams }) =>
      searchParams.get("q") === admin.email && /^[\da-f-]{36}$/.test(searchParams.get("user") ?? ""),
  );

  await page.reload();
  await expect(panelOf(page, "Kay")).toBeVisible();
  await expect(search).toHaveValue(admin.email);
  await page.getByRole("button", { name: "Kay" }).focus();
  await page.keyboard.press("Escape");
  await expect(panelOf(page, "Kay")).toHaveCount(0);
  await expect(button(page, "Kay")).toBeFocused();
  await search.fill("nobody-is-called-this");
  await expect(page.getByRole("heading", { name: /^No account matches/ })).toBeVisible();
  await button(page, "Show all accounts").click();
  await expect(search).toHaveValue("");
});

test("waits in place, says what failed, and shows page after page", async ({ page }) => {
  await joinAsAdmin(page, newcomer("Pat"), "/settings/profile");
  const user = (n: number) => ({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
    email: `crowd${n}@example.org`,
    name: n === 3 ? "\u202eevil <img src=x onerror=alert(1)>" : `Crowd ${n}`,
    role: "user",
    emailVerified: n % 2 === 0,
    twoFactor: false,
    createdAt: Date.UTC(2026, 0, 1),
    lastUsedAt: null,
    sessions: 0,
    lockedAt: null,
  });
  let answer: "wait" | "fail" | "page" = "wait";
  await page.route("**/trpc/admin.users?*", async (route) => {
    if (answer === "wait") return;
    if (answer === "fail") return route.abort();
    const input = new URL(route.request().url()).searchParams.get("input") ?? "";
    const start = input.includes("half") ? 50 : 0;
    const users = Array.from({ length: 50 }, (_, n) => user(start + n));
    return route.fulfill({
      json: { result: { data: { users, plans: null, total: 100, next: start === 0 ? "half" : null } } },
    });
  });
  await page.goto("/admin/users");
  const table = page.getByRole("table", { name: "Accounts" });
  await expect(table).toHaveAttribute("aria-busy", "true");
  const bone = await table.locator("tbody tr").first().boundingBox();

  answer = "fail";
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: "The accounts could not be loaded" })).toBeVisible({
    timeout: 20_000,
  });
  answer = "page";
  await button(page, "Try again").click();
  await expect(page.getByText("50 of 100 shown")).toBeVisible();
  const first = await table.locator("tbody tr").first().boundingBox();
  expect(first).toEqual(bone);
  await expect(button(page, "\u202eevil <img src=x onerror=alert(1)>")).toBeVisible();
  await button(page, "Show more").click();
  await expect(page.getByText("100 of 100 shown")).toBeVisible();
  await expect(button(page, "Show more")).toHaveCount(0);
  await button(page, "Crowd 99").focus();
  for (const [key, name] of [
    ["ArrowUp", "Crowd 98"],
    ["Home", "Crowd 0"],
    ["End", "Crowd 99"],
    ["ArrowDown", "Crowd 99"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(button(page, name)).toBeFocused();
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 360]) {
    test(`has no serious accessibility fault in ${colorScheme} and fits ${width} px`, async ({ page }) => {
      // Axe reads every rule on four pages.
      test.slow();
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 740 });
      const admin = newcomer("Axe");
      await joinAsAdmin(page, admin, "/admin/users");
      const fits = async () => {
        expect(await seriousViolations(page)).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0);
        const main = page.getByRole("main");
        expect(await main.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
      };
      await (await findAccount(page, admin.email)).click();
      await expect(panelOf(page, "Axe")).toContainText("Account made");
      await expect(page.getByText(`Version ${VERSION}`)).toBeVisible();
      await fits();
      await page.goto("/admin/audit");
      await expect(page.getByRole("table", { name: "Audit log" })).toContainText(admin.email);
      await fits();
      await page.goto("/admin/updates");
      await expect(page.getByRole("table", { name: "Game updates" })).toContainText("raised to 2%");
      await fits();
      await button(page, "Add update").click();
      await expect(field(page, "Title")).toBeVisible();
      await fits();
    });
  }
}
