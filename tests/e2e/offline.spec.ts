import type { Page } from "@playwright/test";
import { join, newcomer, signOut } from "./support/accounts.ts";
import { grid, rows, search } from "./support/market.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test.use({ serviceWorkers: "allow" });
test.setTimeout(120_000);

const WHIP = "/items/4151";
const AS_OF = /Offline: prices as of \d\d:\d\d, \d+ (s|min) ago/;

/** The keys of all that the worker keeps, as paths. */
const keptKeys = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().map(({ url }) => decodeURIComponent(url.slice(location.origin.length)));
  });
const untilKept = (page: Page, key: string | RegExp) =>
  expect
    .poll(
      async () =>
        (await keptKeys(page)).filter((kept) => kept === key || (key instanceof RegExp && key.test(kept))),
      {
        timeout: 30_000,
      },
    )
    .not.toEqual([]);

const LIST = /^\/trpc\/items\.(getAll|getChanges)/;

test("offline: the list, a visited item, our own page for another one, and the way back", async ({
  page,
  context,
}) => {
  await page.goto("/");
  await untilKept(page, "/");
  await untilKept(page, LIST);
  await search(page).fill("abyssal whip");
  await rows(page).filter({ hasText: "Abyssal whip" }).first().getByRole("link").first().click();
  await expect(page).toHaveURL(WHIP);
  // The browser never loaded it as a page: the worker did.
  await untilKept(page, WHIP);

  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Abyssal whip");
  await expect(page.getByRole("main").getByText(AS_OF)).toBeVisible();

  await page.goto("/?q=dragon+scimitar");
  await expect(rows(page).first()).toContainText("Dragon scimitar");
  await expect(page.getByText(AS_OF)).toBeVisible();
  await search(page).fill("bronze dagger");
  await expect(rows(page).first()).toContainText("Bronze dagger");
  // Next.js asks for the page, gets nothing, and lets the browser open it.
  await rows(page).first().getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "You are offline" })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page).toHaveURL(/\/offline\?from=%2Fitems%2F\d+/);
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole("link", { name: "Abyssal whip" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Abyssal whip");

  await page.goto("/settings/profile");
  await expect(page.getByText("/settings/profile is not kept on this device")).toBeVisible();
  await page.goto("/items/2");
  await expect(page.getByRole("link", { name: "Abyssal whip" })).toBeVisible();
  await context.setOffline(false);
  await expect(page).toHaveURL("/items/2");
  await expect(page.getByRole("banner").getByRole("status")).toHaveText("Simulated");
  await expect(page.getByText(AS_OF)).toHaveCount(0);
});

test("nothing of an account is kept, signed in or out", async ({ page, context }) => {
  const person = newcomer("Quill Featherstone");
  await join(page, person, "/settings/profile");
  await untilKept(page, "/");
  for (const path of ["/settings/sessions", "/settings/data", WHIP, "/"]) {
    await page.goto(path);
    await expect(page.getByRole("banner").getByRole("button", { name: "Account" })).toBeVisible();
  }
  await untilKept(page, WHIP);
  await signOut(page);
  const kept = await page.evaluate(
    async (words) => {
      const keys: string[] = [];
      const found: string[] = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const { url } of await cache.keys()) {
          const answer = await cache.match(url);
          const text = `${url} ${JSON.stringify([...(answer?.headers ?? [])])} ${await answer?.text()}`;
          keys.push(new URL(url).pathname);
          if (words.some((word) => text.includes(word))) found.push(url);
        }
      }
      return { keys, found };
    },
    [person.email, person.name, person.email.split("@", 1)[0] ?? ""],
  );
  expect(kept.found).toEqual([]);
  expect(kept.keys).toContain(WHIP);
  const outside = kept.keys.filter(
    (key) => !/^\/(?:_next\/static\/.+|trpc\/items\.\w+|items\/\d+|offline)?$/.test(key),
  );
  expect(outside).toEqual([]);
  await context.setOffline(true);
  await page.reload();
  await expect(grid(page)).toBeVisible();
  await expect(page.getByText(person.name)).toHaveCount(0);
});
