import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { mix, toUnit } from "./hashing.ts";

/** One row of `/mapping`: optional keys are absent, never null. */
export type MappingRow = {
  id: number;
  name: string;
  examine: string;
  members: boolean;
  icon: string;
  value?: number;
  lowalch?: number;
  highalch?: number;
  limit?: number;
};

/**
 * An item of the simulated market. `mapped` false: it trades but is not in `/mapping`. `traded` false: it is in
 * `/mapping` but never trades.
 */
export type CatalogueItem = {
  mapping: MappingRow;
  referencePriceGp: number;
  mapped: boolean;
  traded: boolean;
};

type RawItem = {
  id: number;
  name: string;
  wiki_name?: string | null;
  examine?: string | null;
  members?: boolean;
  tradeable?: boolean;
  tradeable_on_ge?: boolean;
  cost: number;
  buy_limit?: number | null;
  price: number;
};

const MAX_PRICE_GP = 2_147_483_647;
/** On the real feed about 4 ids in a thousand are not in the mapping. */
const UNMAPPED_SHARE = 16 / 4_152;
const UNMAPPED_SALT = 11;
const UNTRADED_SALT = 12;
const NO_ALCH_SALT = 13;

/**
 * The wiki distinguishes equal names by a suffix, as in "Falador teleport (tablet)"; doses and charges are already
 * in the name.
 */
function nameOf({ name, wiki_name: wikiName }: RawItem): string {
  const isNamesake = wikiName?.startsWith(`${name} (`) && /^ \([a-z ]+\)$/.test(wikiName.slice(name.length));
  return isNamesake && wikiName ? wikiName : name;
}

function toMapping(raw: RawItem): MappingRow {
  const name = nameOf(raw);
  const row: MappingRow = {
    id: raw.id,
    name,
    examine: raw.examine ?? "",
    members: raw.members ?? false,
    icon: `${name}.png`,
    value: raw.cost,
  };
  // In the real data the bond and the sigils have no alchemy value; some worthless items here bring the share to
  // about 2%.
  const worthless = raw.cost <= 1 && toUnit(mix(raw.id, NO_ALCH_SALT)) < 0.11;
  if (!worthless && !/^(Old school bond$|Sigil of )/.test(name)) {
    // The wiki's minimum is 1; oldschooljs has 0 for these items.
    row.lowalch = Math.max(1, Math.floor((raw.cost * 2) / 5));
    row.highalch = Math.max(1, Math.floor((raw.cost * 3) / 5));
  }
  if (raw.buy_limit) row.limit = raw.buy_limit;
  return row;
}

function toItem(raw: RawItem, mapped: boolean): CatalogueItem {
  const known = raw.price > 0;
  const estimate = Math.max(1, Math.round(raw.cost * 0.8));
  return {
    mapping: toMapping(raw),
    referencePriceGp: Math.min(MAX_PRICE_GP, known ? raw.price : estimate),
    mapped,
    traded: !mapped || known || toUnit(mix(raw.id, UNTRADED_SALT)) > 0.65,
  };
}

/**
 * Loads the real tradeable items, ascending by id. `itemLimit` keeps the first n, and unmapped ids in proportion.
 * Reads oldschooljs's data file directly: importing the package also builds its monsters, loot tables and hiscores
 * client, which are not needed (0.5 s instead of 0.1 s).
 */
export async function loadCatalogue(itemLimit = Number.POSITIVE_INFINITY): Promise<CatalogueItem[]> {
  const path = createRequire(import.meta.url).resolve("oldschooljs/dist/data/items/item_data.json");
  const parsed: Record<string, RawItem> = JSON.parse(await readFile(path, "utf8"));
  const all = Object.values(parsed);
  const mapped = all
    .filter((raw) => raw.tradeable_on_ge)
    .toSorted((a, b) => a.id - b.id)
    .slice(0, itemLimit);
  const unmapped = all
    .filter((raw) => raw.tradeable && !raw.tradeable_on_ge && raw.cost > 0)
    .toSorted((a, b) => toUnit(mix(a.id, UNMAPPED_SALT)) - toUnit(mix(b.id, UNMAPPED_SALT)))
    .slice(0, Math.ceil(mapped.length * UNMAPPED_SHARE));
  return [...mapped.map((raw) => toItem(raw, true)), ...unmapped.map((raw) => toItem(raw, false))].toSorted(
    (a, b) => a.mapping.id - b.mapping.id,
  );
}

/** The body of `/mapping`, sorted by name like the real feed's. */
export function renderMapping(items: readonly CatalogueItem[]): string {
  const rows = items.filter((item) => item.mapped).map((item) => item.mapping);
  return JSON.stringify(rows.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id)));
}
