import { BUY_WINDOW_MS, buyWindowAt } from "./buy-window.ts";
import type { BuyWindow } from "./buy-window.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Units that a character bought of an item. */
export type WindowBuy = { characterId: string; itemId: number; atMs: number; quantity: number };

export type OpenWindow = BuyWindow & { characterId: string; itemId: number };

/**
 * Purchases of a span, in order of time. `fromMs` is inclusive and may be -Infinity, `toMs` is exclusive. `itemIds`: only
 * of these; null: of all.
 */
export type ReadBuys = (
  span: { fromMs: number; toMs: number },
  itemIds: readonly number[] | null,
) => Promise<readonly WindowBuy[]>;

/** How far back purchases are read: each only while a window's beginning is not found in the one before. */
const REACHES_MS = [2 * BUY_WINDOW_MS, 2 * DAY_MS, 30 * DAY_MS, Infinity] as const;

/**
 * The purchases from the last one on that certainly opened a window: none came in the four hours before it. Where each
 * window begins depends on the one before, but not beyond such a pause. Null if the purchases, which are all since
 * `fromMs` in order of time, do not show one.
 */
export function sinceLastPause<Buy extends { atMs: number }>(
  buys: readonly Buy[],
  fromMs: number,
): readonly Buy[] | null {
  const first = buys.findLastIndex(
    ({ atMs }, index) => atMs - (buys[index - 1]?.atMs ?? fromMs) >= BUY_WINDOW_MS,
  );
  return first < 0 ? null : buys.slice(first);
}

/** The windows of buy limits that run at `nowMs`, the next to end first. */
export async function openWindows(read: ReadBuys, nowMs: number): Promise<OpenWindow[]> {
  const windows: OpenWindow[] = [];
  let chains = new Map<string, readonly WindowBuy[]>();
  let toMs = nowMs + 1;
  for (const reachMs of REACHES_MS) {
    const fromMs = nowMs - reachMs;
    const isFirst = reachMs === REACHES_MS[0];
    const found = byChain(await read({ fromMs, toMs }, isFirst ? null : itemsOf(chains)));
    const open = new Map<string, readonly WindowBuy[]>();
    for (const [chain, later] of isFirst ? found : chains) {
      const buys = isFirst ? later : [...(found.get(chain) ?? []), ...later];
      const last = buys.at(-1);
      // A window that runs now has opened in the last four hours, with a purchase.
      if (last === undefined || nowMs - last.atMs >= BUY_WINDOW_MS) continue;
      const decisive = sinceLastPause(buys, fromMs);
      if (decisive === null) open.set(chain, buys);
      else windows.push(...windowOf(decisive, nowMs));
    }
    if (open.size === 0) break;
    chains = open;
    toMs = fromMs;
  }
  return windows.toSorted((a, b) => a.endsMs - b.endsMs || a.itemId - b.itemId);
}

const itemsOf = (chains: ReadonlyMap<string, readonly WindowBuy[]>): number[] => [
  ...new Set([...chains.values()].flatMap(([buy]) => (buy === undefined ? [] : [buy.itemId]))),
];

function byChain(buys: readonly WindowBuy[]): Map<string, WindowBuy[]> {
  const chains = new Map<string, WindowBuy[]>();
  for (const buy of buys) {
    const key = `${buy.characterId}/${buy.itemId}`;
    const chain = chains.get(key);
    if (chain === undefined) chains.set(key, [buy]);
    else chain.push(buy);
  }
  return chains;
}

function windowOf(buys: readonly WindowBuy[], nowMs: number): OpenWindow[] {
  const window = buyWindowAt(buys, nowMs);
  const [first] = buys;
  if (window === null || first === undefined) return [];
  return [{ ...window, characterId: first.characterId, itemId: first.itemId }];
}
