import type { ItemLink } from "#features/market/contract.ts";

const KEY = "ge:recent-items";
const KEPT = 8;

/** By hand: the contract's schema would bring its whole library to the page for three fields. */
const isLink = (value: unknown): value is ItemLink =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  Number.isSafeInteger(value.id) &&
  "name" in value &&
  typeof value.name === "string" &&
  "icon" in value &&
  typeof value.icon === "string";

/** The items looked at last, newest first. Whatever else stands in the store counts as nothing. */
export function recentItems(): ItemLink[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isLink) : [];
  } catch {
    // No store (private mode) or no JSON in it.
    return [];
  }
}

export function rememberItem(item: ItemLink): void {
  const others = recentItems().filter((recent) => recent.id !== item.id);
  try {
    localStorage.setItem(KEY, JSON.stringify([item, ...others].slice(0, KEPT)));
  } catch {
    // A full or forbidden store loses a convenience, nothing else.
  }
}
