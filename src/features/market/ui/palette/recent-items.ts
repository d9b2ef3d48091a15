import type { ItemLink } from "#features/market/contract.ts";
import { keepForOffline } from "#ui/offline/offline-worker.ts";

const KEY = "ge:recent-items";
const KEPT = 8;

/** Checked by hand, because the contract's schema would load the whole of zod for three fields. */
const isLink = (value: unknown): value is ItemLink =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  Number.isSafeInteger(value.id) &&
  "name" in value &&
  typeof value.name === "string" &&
  "icon" in value &&
  typeof value.icon === "string";

/** The last visited items, newest first. Ignores invalid data in the storage. */
export function recentItems(): ItemLink[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isLink) : [];
  } catch {
    // There is no storage (private mode), or it has no valid JSON.
    return [];
  }
}

/** Remembers a visit, for the palette and for the time without a network. */
export function rememberItem(item: ItemLink): void {
  keepForOffline([`/items/${item.id}`]);
  const others = recentItems().filter((recent) => recent.id !== item.id);
  try {
    localStorage.setItem(KEY, JSON.stringify([item, ...others].slice(0, KEPT)));
  } catch {
    // With a full or forbidden storage, the item is not remembered.
  }
}
