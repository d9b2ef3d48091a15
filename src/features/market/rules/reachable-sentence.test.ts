import { expect, it } from "vitest";
import { reachableSentence } from "./reachable-sentence.ts";

const amulet = { limit: 10_000, slowVolume24h: 6, coinsUnits: null, units: 1 };

it.each([
  [
    "every part with its number",
    amulet,
    "Limit 10,000 · 6 traded in 24 h on the slower side → about 1 unit in 4 h",
  ],
  [
    "what the coins buy",
    { limit: 70, slowVolume24h: 5_000, coinsUnits: 12, units: 12 },
    "Limit 70 · 5,000 traded in 24 h on the slower side · your coins buy 12 → about 12 units in 4 h",
  ],
  [
    "no unit as less than one",
    { ...amulet, slowVolume24h: 2, units: 0 },
    "Limit 10,000 · 2 traded in 24 h on the slower side → less than 1 unit in 4 h",
  ],
  [
    "what is unknown",
    { limit: null, slowVolume24h: null, coinsUnits: null, units: null },
    "Limit unknown · volume of 24 h unknown",
  ],
])("names %s", (_name, reach, sentence) => {
  expect(reachableSentence(reach)).toBe(sentence);
});
