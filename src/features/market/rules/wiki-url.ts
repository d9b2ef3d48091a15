/** The wiki's own look-up of an item, which finds the page by the id, or by the name where it does not know the id. */
export const wikiUrl = ({ id, name }: { id: number; name: string }): string =>
  `https://oldschool.runescape.wiki/w/Special:Lookup?${new URLSearchParams({ type: "item", id: String(id), name })}`;
