import type { Cache } from "#platform/cache/cache.ts";
import type { Db } from "#platform/db/db.ts";
import { relatedItems } from "#features/market/rules/related/related-items.ts";
import { readCatalogue } from "./read-catalogue.ts";

const MINUTE_MS = 60_000;

/**
 * The ids that belong to each listed item that has some (`relatedItems`). The catalogue changes once a day at most, so a
 * copy of ten minutes serves all ticks.
 */
export const loadRelated = (deps: { dbRead: Db; cache: Cache }): Promise<Record<number, number[]>> =>
  deps.cache({
    key: "market:related",
    local: true,
    freshMs: 10 * MINUTE_MS,
    staleMs: 60 * MINUTE_MS,
    load: async () => {
      const items = await readCatalogue(deps.dbRead);
      const relatedTo = relatedItems(items.map(({ name }) => name));
      const related = items.flatMap(({ id }, index) => {
        const ids = relatedTo(index).flatMap((other) => items[other]?.id ?? []);
        return ids.length === 0 ? [] : [[id, ids] as const];
      });
      return Object.fromEntries(related);
    },
  });
