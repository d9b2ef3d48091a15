import type { ItemRow } from "#features/market/contract.ts";

/**
 * On which worlds an item is traded, in words. Null for an id that the catalogue does not have: it has no icon, and nobody
 * knows whether it is members'.
 */
export function membershipOf({
  members,
  icon,
}: Pick<ItemRow, "members" | "icon">): { word: string; hint: string } | null {
  if (icon === "") return null;
  return members
    ? { word: "Members", hint: "Traded on members' worlds" }
    : { word: "Free to play", hint: "Traded on all worlds" };
}
