/** An item whose page is kept on this device. `keptAtMs`: epoch ms. */
export type KeptItem = { id: number; name: string; keptAtMs: number };

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#x27": "'",
  "#39": "'",
};

/** The item's name in a page's title, which ends in its price and the site's name; null if the page has no title. */
export function nameInTitle(html: string): string | null {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1];
  if (title === undefined) return null;
  const text = title.replaceAll(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
  return text.replace(/ · GE-Metrics$/, "").replace(/ \S+ gp$/, "");
}

/** The items that the service worker has kept, the newest first. Empty where nothing may be stored. */
export async function readKeptItems(storedAtHeader: string): Promise<KeptItem[]> {
  if (!("caches" in globalThis)) return [];
  const items = new Map<number, KeptItem>();
  for (const store of (await caches.keys()).filter((name) => /^ge-.*-pages$/.test(name))) {
    const cache = await caches.open(store);
    for (const key of await cache.keys()) {
      const id = /^\/items\/(\d+)$/.exec(new URL(key.url).pathname)?.[1];
      const page = id === undefined ? undefined : await cache.match(key);
      if (id === undefined || page === undefined) continue;
      const name = nameInTitle(await page.text()) ?? `Item ${id}`;
      items.set(Number(id), {
        id: Number(id),
        name,
        keptAtMs: Number(page.headers.get(storedAtHeader) ?? 0),
      });
    }
  }
  return [...items.values()].toSorted((a, b) => b.keptAtMs - a.keptAtMs);
}
