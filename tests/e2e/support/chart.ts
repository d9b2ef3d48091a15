import type { APIRequestContext, Download, Locator, Page } from "@playwright/test";
import { expect } from "./test.ts";

export const WHIP = 4151;
export const NATURE_RUNE = 561;

export async function call<T>(request: APIRequestContext, procedure: string, input?: unknown): Promise<T> {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await request.get(`/trpc/${procedure}${query}`);
  expect(response.ok(), `${procedure}: ${response.status()}`).toBe(true);
  const body = (await response.json()) as { result: { data: T } };
  return body.result.data;
}

/** The page's own question about an item's history up to now, as it was last asked. */
export function watchHistory(page: Page): (itemId: number) => unknown {
  const asked = new Map<number, unknown>();
  page.on("request", (request) => {
    if (!request.url().includes("items.getPriceHistory")) return;
    const input: unknown = JSON.parse(new URL(request.url()).searchParams.get("input") ?? "null");
    if (typeof input === "object" && input !== null && "itemId" in input && !("to" in input))
      asked.set(Number(input.itemId), input);
  });
  return (itemId) => asked.get(itemId);
}

export const chart = (page: Page): Locator => page.getByRole("slider", { name: /Abyssal whip/ });
export const tool = (page: Page, name: string): Locator =>
  page.getByRole("group", { name: "Chart tools" }).getByRole("button", { name: new RegExp(`^${name}`) });
export const panel = (page: Page, name: string): Locator => page.getByRole("dialog", { name });
const region = (page: Page): Locator => page.getByRole("region", { name: "Price history" });
/** The legend is for eyes: what stands behind a name in it. */
export const legend = (page: Page, label: string): Locator =>
  region(page).locator(`[data-label="${label}"] dd`);

export async function openChart(page: Page, search = ""): Promise<void> {
  await page.goto(`/items/${WHIP}${search}`);
  await expect(chart(page)).toBeVisible();
}

export async function saved(page: Page, name: string): Promise<Download> {
  await tool(page, "Export").click();
  const downloading = page.waitForEvent("download");
  await panel(page, "Export")
    .getByRole("button", { name: new RegExp(name) })
    .click();
  const download = await downloading;
  await expect(panel(page, "Export").getByText("Saved to your downloads.")).toBeVisible();
  return download;
}
