import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { mix, toUnit } from "./hashing.ts";

/** One row of `/mapping` (docs/market-rules.md, section 1): the optional keys are absent, never null. */
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

/** An item of the simulated market. `mapped` false: it trades without being in `/mapping`; `traded` false: the other way round. */
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
/** Upstream shows about 4 ids a thousand that its mapping does not know. */
const UNMAPPED_SHARE = 16 / 4_152;
const UNMAPPED_SALT = 11;
const UNTRADED_SALT = 12;
const NO_ALCH_SALT = 13;

/** The wiki tells namesakes apart in brackets, "Falador teleport (tablet)"; a dose or a charge already is in the name. */
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
  // The real ones without alchemy are the bond and the sigils; some worthless items more make it ~2% of all.
  const worthless = raw.cost <= 1 && toUnit(mix(raw.id, NO_ALCH_SALT)) < 0.11;
  if (!worthless && !/^(Old school bond$|Sigil of )/.test(name)) {
    // The wiki's own rule; oldschooljs has 0 where the wiki has 1.
    row.lowalch = Math.max(1, Math.floor((raw.cost * 2) / 5));
    row.highalch = Math.max(1, Math.floor((raw.cost * 3) / 5));
  }
  if (raw.buy_limit) row.limit = raw.buy_limit;
  return row;
}

function toItem(raw: RawItem, mapped: boolean): CatalogueItem {
  const known = raw.price > 0;
  const guess = Math.max(1, Math.round(raw.cost * 0.8));
  return {
    mapping: toMapping(raw),
    referencePriceGp: Math.min(MAX_PRICE_GP, known ? raw.price : guess),
    mapped,
    traded: !mapped || known || toUnit(mix(raw.id, UNTRADED_SALT)) > 0.65,
  };
}

/**
 * The real tradeable items, ascending by id; `itemLimit` keeps the first n, and the unmapped ids in proportion.
 * oldschooljs's data file is read directly: importing the package also builds its monsters, loot tables and
 * hiscores client (0.5 s against 0.1 s), and none of that is needed here.
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

/** The body of `/mapping`, by name as upstream sorts it. */
export function renderMapping(items: readonly CatalogueItem[]): string {
  const rows = items.filter((item) => item.mapped).map((item) => item.mapping);
  return JSON.stringify(rows.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id)));
}
