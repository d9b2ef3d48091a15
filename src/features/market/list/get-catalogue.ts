import { catalogueFields } from "#features/market/rules/tick/fields.ts";
import type { CatalogueColumns, GetCatalogueInput, ItemCatalogue } from "#features/market/contract.ts";
import { AppError } from "#platform/app-error.ts";
import type { CacheLookup } from "#platform/cache/cache.ts";
import { listedColumns } from "./listed-columns.ts";
import { loadMarket } from "./load-market.ts";
import type { Market } from "./load-market.ts";

type Deps = Parameters<typeof loadMarket>[0] & { cache: CacheLookup };

const MINUTE_MS = 60_000;

function catalogueOf(market: Market): ItemCatalogue {
  const columns = listedColumns(market);
  const picked = Object.fromEntries(catalogueFields.map((field) => [field, columns[field]]));
  // The fields of the kind, each with its own column.
  return { version: market.catalogue, columns: picked as unknown as CatalogueColumns };
}

const keyOf = (version: string): string => `market:catalogue:${version}`;

/**
 * The columns that a catalogue version names; they never change under it. Throws `not_found` for a version that neither
 * this process nor Redis has. Then the caller asks for the changes again, which name the newest one.
 */
export async function getCatalogue(deps: Deps, { version }: GetCatalogueInput): Promise<ItemCatalogue> {
  const market = await loadMarket(deps);
  if (market.catalogue === version) return shareCatalogue(deps, market);
  const found = await deps.cache.find<ItemCatalogue>({ key: keyOf(version), family: "earlier catalogue" });
  if (found === null) throw new AppError("not_found", `There is no catalogue ${version}`, { version });
  return found;
}

/** Keeps the catalogue in Redis for other processes, which may know another one for some seconds. */
export const shareCatalogue = (deps: Deps, market: Market): Promise<ItemCatalogue> =>
  deps.cache({
    key: keyOf(market.catalogue),
    family: "catalogue",
    freshMs: 10 * MINUTE_MS,
    staleMs: 10 * MINUTE_MS,
    load: async () => catalogueOf(market),
  });
