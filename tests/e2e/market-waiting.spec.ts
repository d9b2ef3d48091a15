import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { startDesk } from "./support/desk.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test("says what it waits for while the feed has never answered", async ({ page }) => {
  test.setTimeout(120_000);
  const feed = createServer((_request, response) => response.writeHead(503).end()).listen(0, "127.0.0.1");
  await once(feed, "listening");
  const host = `127.0.0.1:${(feed.address() as AddressInfo).port}`;
  const desk = await startDesk({ PRICE_FEED_URL: `http://${host}/api/v1/osrs` });
  try {
    const response = await page.goto(desk.url);
    expect(response?.status()).toBe(200);
    await expect(
      page.getByRole("heading", { name: `Waiting for the first prices from ${host}` }),
    ).toBeVisible();
    // Why, in the words that the worker noted of its last try.
    await expect(page.getByRole("tabpanel")).toContainText(/503|keeps failing/, { timeout: 30_000 });
    await expect(page.getByRole("banner").getByRole("status")).toHaveText("Waiting");
    expect(await seriousViolations(page)).toEqual([]);
  } finally {
    await desk.stop();
    feed.close();
  }
});
