/** On which worlds an item is traded, in words. Null where it is unknown: the catalogue does not have the item. */
export function membershipOf(members: boolean | null): { word: string; hint: string } | null {
  if (members === null) return null;
  return members
    ? { word: "Members", hint: "Traded on members' worlds" }
    : { word: "Free to play", hint: "Traded on all worlds" };
}
