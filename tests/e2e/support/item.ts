import type { APIRequestContext, Locator, Page } from "@playwright/test";
import type { ItemColumns, ItemView } from "#features/market/contract.ts";
import { expect } from "./test.ts";

export const WHIP = 4151;
export const SOON = { timeout: 5_000 };
export const gp = (value: number) => `${value.toLocaleString("en")} gp`;

export async function call<T>(request: APIRequestContext, procedure: string, input?: unknown): Promise<T> {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await request.get(`/trpc/${procedure}${query}`);
  expect(response.ok(), `${procedure}: ${response.status()}`).toBe(true);
  const body: { result: { data: T } } = await response.json();
  return body.result.data;
}

export const getItem = (request: APIRequestContext, id: number) =>
  call<ItemView>(request, "items.get", { id });

/** The first item of the market for which a test holds, so that no test depends on a price. */
export async function findItem(
  request: APIRequestContext,
  holds: (columns: ItemColumns, index: number) => boolean,
): Promise<number> {
  const { columns } = await call<{ columns: ItemColumns }>(request, "items.getAll");
  const index = columns.id.findIndex((_, at) => holds(columns, at));
  expect(index, "the simulated market holds such an item").toBeGreaterThanOrEqual(0);
  return columns.id[index] ?? -1;
}

export const region = (page: Page, name: string): Locator => page.getByRole("region", { name });
