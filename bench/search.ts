/**
 * Measures the search of the list, the palette and `items.search`: CPU time a query over 4,500 items, for texts that
 * hit each way of matching, typed letter by letter. Reports the first search too, which folds all names.
 */
import { readFile } from "node:fs/promises";
import { rankItems } from "#features/market/rules/search/rank-items.ts";

const ITEMS = 4_500;
/** The clock of CPU time is too coarse for a single query: each text is searched this often. */
const REPEATS = 50;
const WARM_UP = 10;
const NAMES = new URL("../tests/contract/captures/item-names.json", import.meta.url);

const TEXTS = [
  "dragon scimitar",
  "scim drag",
  "tbow",
  "ppot4",
  "ring of wealth(5)",
  "antidragon shield",
  "4151",
  "a",
  "prayre poiton",
  "abysal whpi",
  "antidragn sheild",
  "dlong",
  "zzzzqqq",
  "no such thing",
];

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
const rounded = (ms: number): number => Math.round(ms * 100) / 100;

function cpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

const named = JSON.parse(await readFile(NAMES, "utf8")) as [id: number, name: string][];
const items = Array.from({ length: ITEMS }, (_, index) => {
  const [id = 0, name = ""] = named[index % named.length] ?? [];
  return index < named.length ? { id, name } : { id: 100_000 + index, name: `${name} copy` };
});
const columns = {
  id: items.map(({ id }) => id),
  name: items.map(({ name }) => name),
  high: items.map(({ id }) => id * 7),
  low: items.map(({ id }) => id * 6),
  volume24h: items.map(({ id }) => (id * 7_919) % 100_003),
};

const firstMs = cpuMs(() => rankItems(columns, "whip"));
const typed = [...new Set(TEXTS.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at + 1))))];
const repeat = (text: string, times: number) => {
  for (let turn = 0; turn < times; turn++) rankItems(columns, text);
};
for (const text of typed) repeat(text, WARM_UP);
const took = typed.map((text) => ({ text, ms: cpuMs(() => repeat(text, REPEATS)) / REPEATS }));
const ms = took.map((query) => query.ms);
const slowest = took.toSorted((a, b) => b.ms - a.ms)[0];
console.log(
  JSON.stringify({
    items: ITEMS,
    texts: typed.length,
    firstMs: rounded(firstMs),
    p50Ms: rounded(quantile(ms, 0.5)),
    p99Ms: rounded(quantile(ms, 0.99)),
    slowest: slowest?.text,
    slowestMs: rounded(slowest?.ms ?? NaN),
  }),
);
