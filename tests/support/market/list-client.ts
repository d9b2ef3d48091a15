import { itemCatalogue, itemChanges } from "#features/market/contract.ts";
import type { ItemCatalogue, ItemChanges } from "#features/market/contract.ts";
import { applyChanges } from "#features/market/rules/tick/changes.ts";
import type { StoredMarket } from "#features/market/rules/tick/changes.ts";
import type { TestWeb } from "../servers/web.ts";

type Web = Pick<TestWeb, "query">;

const dataOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { result: { data: unknown } }).result.data;

/** What a page does: it holds a state of the list and brings it up to date, at whichever web process answers. */
export function createListClient(web: Web) {
  let held: StoredMarket | null = null;
  let catalogue: ItemCatalogue | null = null;
  const client = {
    follow: async (at: Web = web): Promise<{ state: StoredMarket; answer: ItemChanges }> => {
      const input = { since: held?.version ?? null };
      const answer = itemChanges.parse(await dataOf(await at.query("items.getChanges", input)));
      if (catalogue?.version !== answer.catalogue) {
        const wanted = { version: answer.catalogue };
        catalogue = itemCatalogue.parse(await dataOf(await at.query("items.getCatalogue", wanted)));
      }
      held = applyChanges(held, catalogue, answer);
      return { state: held, answer };
    },
    /** Another page with the same state. */
    copy: () => {
      const other = createListClient(web);
      other.hold(held, catalogue);
      return other;
    },
    hold: (state: StoredMarket | null, ofCatalogue: ItemCatalogue | null): void => {
      held = state;
      catalogue = ofCatalogue;
    },
  };
  return client;
}
