import { chainsOf } from "./ledger-event.ts";
import type { LedgerEvent } from "./ledger-event.ts";

/**
 * The chains whose outcomes a change can alter: those of the changed events, and those that later events connect with
 * them. `later`: the events of the ledger from the first changed one on.
 */
export function affectedChains(changed: readonly LedgerEvent[], later: readonly LedgerEvent[]): Set<string> {
  const joined = new Map<string, Set<string>>();
  const join = (event: LedgerEvent) => {
    const chains = chainsOf(event);
    for (const chain of chains) {
      const others = joined.get(chain) ?? new Set();
      joined.set(chain, others);
      for (const other of chains) others.add(other);
    }
  };
  for (const event of later) if (event.kind === "conversion" || event.kind === "transfer") join(event);
  const affected = new Set<string>();
  const waiting = changed.flatMap(chainsOf);
  for (let chain = waiting.pop(); chain !== undefined; chain = waiting.pop()) {
    if (affected.has(chain)) continue;
    affected.add(chain);
    waiting.push(...(joined.get(chain) ?? []));
  }
  return affected;
}
