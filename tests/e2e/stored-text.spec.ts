import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { account, button, field, join, newcomer, noteOf, signIn, signInLink } from "./support/accounts.ts";
import { findAccount, joinAsAdmin, panelOf, said } from "./support/admin.ts";
import { chart, openChart } from "./support/chart.ts";
import { listen, madeByPayload, putMarkup } from "./support/stored-text.ts";
import { expect, test } from "./support/test.ts";

// The names of API keys are shown where they are sold: billing.spec.ts.
test.setTimeout(180_000);

const HOUR_MS = 3_600_000;
const IMAGE = '"><img src=x onerror=ran=1>';
const some = () => randomUUID().slice(0, 6);
/** Right to left, and out of an attribute. */
const USER_NAME = () => `\u05E9\u05DC\u05D5\u05DD ${IMAGE} ${some()}`;
/** Out of the data that a page brings along. */
const ADMIN_NAME = () => `</script><script>ran=1</script> ${some()}`;
/** An unknown browser is called what it calls itself. */
const DEVICE = "<svg onload=ran=1>";
const USER_AGENT = `${DEVICE}/7.0 (Windows NT 10.0) <img src=x onerror=ran=1> <script>ran=1</script>`;
/** Titles may hold what names may not: an override of direction, a letter of no width. */
const TITLE = () =>
  `\u202EBoss\u202C\u200B</script><svg onload=ran=1><script>ran=1</script>${IMAGE} ${some()}`;
const LINK = `https://example.org/${IMAGE}`;

/** Opens a page and the account's menu on it, and looks at what became of the texts there. */
async function staysText(page: Page, path: string, name: string, texts: readonly string[] = []) {
  await page.goto(path);
  for (const text of texts)
    await expect(page.getByRole("main").getByText(text).first(), `${text} at ${path}`).toBeVisible();
  await expect(page.locator("main [aria-busy='true']")).toHaveCount(0);
  await account(page).click();
  const shown = page.getByRole("dialog", { name: "Account" }).locator("bdi").first();
  await expect(shown).toHaveText(name);
  expect(await madeByPayload(page), path).toEqual([]);
  await page.keyboard.press("Escape");
}

test("what users, browsers and admins write is shown as text on every page", async ({
  page: theirs,
  request,
  browser,
}) => {
  const user = newcomer(USER_NAME());
  const admin = newcomer(ADMIN_NAME());
  const title = TITLE();
  const page = await (await browser.newContext()).newPage();
  const heard = await listen(page);
  const heardByUser = await listen(theirs);
  await join(theirs, user, "/settings/profile");
  await joinAsAdmin(page, admin, "/admin/users");

  // Leaves the admin's name in the user's own log.
  await (await findAccount(page, user.name)).click();
  await button(page, "End all sessions").click();
  await button(page, /^Yes, end/).click();
  await expect(said(page, `Ended 1 session of ${user.name}`)).toBeVisible();
  const { email, password } = user;
  const headers = { "user-agent": USER_AGENT };
  const signedIn = await request.post("/trpc/auth.login", { headers, data: { email, password } });
  expect(signedIn.status()).toBe(200);
  await page.reload();
  await expect(page.getByRole("searchbox").first()).toHaveValue(user.name);
  await expect(panelOf(page, user.name)).toContainText(`${DEVICE} 7 on Windows`);
  await expect(panelOf(page, user.name)).toContainText(admin.name);
  expect(await madeByPayload(page)).toEqual([]);
  await panelOf(page, user.name).getByRole("link", { name: "In the audit log" }).click();
  await expect(page).toHaveURL(/\/admin\/audit\?user=/);
  await staysText(page, page.url(), admin.name, [DEVICE, admin.name]);

  await page.goto("/admin/updates");
  await button(page, "Add update").click();
  // Older than a week: other tests look at what is marked in one.
  const at = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 480 * HOUR_MS);
  await page.getByLabel("When (UTC)").fill(at.toISOString().slice(0, 16));
  await field(page, "Title").fill(title);
  await field(page, "Link").fill("javascript:ran=1//https://");
  await page.keyboard.press("Enter");
  await expect(await noteOf(field(page, "Link"))).toHaveText("Write an address that begins with https://");
  await field(page, "Link").fill(LINK);
  await page.keyboard.press("Enter");
  await expect(said(page, `Saved “${title}”`)).toBeVisible();
  await staysText(page, "/admin/updates", admin.name, [title]);
  await page.getByRole("main").getByText(title).first().hover();
  await expect(page.getByText(title)).toHaveCount(2);
  expect(await madeByPayload(page)).toEqual([]);
  await staysText(page, "/admin/audit", admin.name, [title, admin.name]);
  for (const path of ["/settings/profile", "/settings/data"]) await staysText(page, path, admin.name);

  await theirs.goto("/sign-in?next=/settings/profile");
  await signIn(theirs, user);
  await expect(field(theirs, "Name")).toHaveValue(user.name);
  await staysText(theirs, "/settings/profile", user.name);
  await staysText(theirs, "/settings/security", user.name);
  await staysText(theirs, "/settings/sessions", user.name, [`${DEVICE} 7 on Windows`]);
  await button(theirs, `Sign out ${DEVICE} 7 on Windows`).click();
  await expect(theirs.getByText(`Signed out ${DEVICE} 7 on Windows.`)).toBeVisible();
  await staysText(theirs, "/settings/data", user.name, [DEVICE, admin.name]);
  // The caches in between hold a list for 20 seconds at most.
  await expect(async () => {
    await openChart(theirs, "?range=30d");
    const news = theirs.getByRole("list", { name: "Game updates in this range" });
    await expect(news.getByText(title)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await staysText(theirs, theirs.url(), user.name, [title]);
  await expect(chart(theirs)).toBeVisible();
  // Who is signed in is led away from there, who is not is asked.
  await theirs.goto("/sign-in");
  await expect(theirs).toHaveURL(/\/$/);
  await theirs.context().clearCookies();
  await theirs.goto("/sign-in");
  await expect(signInLink(theirs)).toBeVisible();
  expect(await madeByPayload(theirs)).toEqual([]);

  await page.goto("/admin/updates");
  await button(page, `Delete ${title}`).click();
  await expect(said(page, `Deleted “${title}”`)).toBeVisible();
  expect(await madeByPayload(page)).toEqual([]);
  expect([...heard, ...heardByUser]).toEqual([]);

  // The same texts as markup are noticed.
  await putMarkup(page, `<b a="${user.name}${title}`);
  await expect.poll(() => heard.some((what) => what.startsWith("script-src"))).toBe(true);
  expect((await madeByPayload(page)).length).toBeGreaterThan(2);
  await page.evaluate("ran=1");
  await expect.poll(() => heard).toContain("a script ran");
});

/** An override of direction, an isolate, letters of no width, a tag, half a pair, and a name of nothing else. */
const UNSEEN = ["abc\u202Edef", "\u2067abc", "Zez\u200Bima", "Zez\uFEFFima", "a\u{E0041}b", "\u200B\u200D"];

test("a name with what cannot be seen is refused at its field and by the server", async ({ page }) => {
  const heard = await listen(page);
  await page.goto("/sign-up");
  for (const text of UNSEEN) {
    await field(page, "Name").fill(text);
    await button(page, "Make the account").click();
    await expect(await noteOf(field(page, "Name"))).toHaveText("Leave out characters that cannot be seen");
    await expect(field(page, "Name")).toBeFocused();
    await field(page, "Name").fill("");
  }
  await join(page, newcomer("Zezima"), "/settings/profile");
  const answers = await page.evaluate(async (names) => {
    const headers = { "content-type": "application/json" };
    const send = async (name: string) => {
      const body = JSON.stringify({ name });
      return (await fetch("/trpc/account.updateProfile", { method: "POST", headers, body })).status;
    };
    return Promise.all(names.map(send));
  }, UNSEEN);
  expect(answers).toEqual(UNSEEN.map(() => 400));
  await page.reload();
  await expect(field(page, "Name")).toHaveValue("Zezima");
  expect(heard).toEqual([]);
});
