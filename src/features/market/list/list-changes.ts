import type { GetChangesInput, ItemChanges } from "#features/market/contract.ts";
import { getChangesInput } from "#features/market/contract.ts";
import { changesBetween } from "#features/market/rules/tick/changes.ts";
import type { StoredMarket } from "#features/market/rules/tick/changes.ts";
import { shareCatalogue } from "./get-catalogue.ts";
import type { CacheLookup } from "#platform/cache/cache.ts";
import { listedColumns } from "./listed-columns.ts";
import { findMarket, loadMarket } from "./load-market.ts";
import type { Market } from "./load-market.ts";

type Deps = Parameters<typeof loadMarket>[0] & { cache: CacheLookup };

const storedOf = (market: Market): StoredMarket => ({
  version: market.version,
  catalogue: market.catalogue,
  columns: listedColumns(market),
});

/** The state at `since`, if it is still known and has the rows of `market`. */
async function baseOf(deps: Deps, market: Market, since: number | null): Promise<Market | null> {
  if (since === null) return null;
  const base = since === market.version ? market : await findMarket(deps.cache, since);
  return base?.catalogue === market.catalogue ? base : null;
}

/** What changed of the listed items since a version; everything if that version is unknown here, or of another catalogue. */
export async function listChanges(deps: Deps, { since }: GetChangesInput): Promise<ItemChanges> {
  const market = await loadMarket(deps);
  const base = await baseOf(deps, market, since);
  const atMs = deps.clock.now().getTime();
  const answer = changesBetween(base === null ? null : storedOf(base), storedOf(market), atMs);
  // Only then the caller needs the catalogue, and another process may be the one that it asks.
  if (answer.since === null) await shareCatalogue(deps, market);
  return answer;
}

/** All versions without a known state have the answer of "none", so that invented ones make no answers of their own. */
export async function knownSince(deps: Deps, input: unknown): Promise<GetChangesInput> {
  const { since } = getChangesInput.parse(input);
  const base = await baseOf(deps, await loadMarket(deps), since);
  return { since: base === null ? null : since };
}
