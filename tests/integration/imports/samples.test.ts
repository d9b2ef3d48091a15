import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import type { FlipPage } from "#features/trades/flips/contract.ts";
import type { TradePage } from "#features/trades/entry/contract.ts";
import type { CharacterList } from "#features/trades/characters/contract.ts";
import type { ImportView } from "#features/imports/contract.ts";
import { CAPTURES_DIR } from "../../support/market/captures.ts";
import { useDesk } from "../../support/people/desk.ts";
import { joinImporter, seedCatalogue } from "../../support/trades/importer.ts";
import type { Importer } from "../../support/trades/importer.ts";
import { SAMPLES, readFigures } from "../../support/trades/samples.ts";
import type { Figures } from "../../support/trades/samples.ts";

const desk = useDesk();
beforeAll(() => seedCatalogue(desk.db));

const bytesOf = (name: string) => readFile(join(CAPTURES_DIR, "trade-logs", name));

/** Answers what the file leaves open, with the zone of its figures and the columns that are proposed. */
async function readSample(trader: Importer, view: ImportView, { zone }: Figures): Promise<ImportView> {
  if (view.state !== "asking") return view;
  const mappings = view.files.flatMap(({ header, mapping, isMapped }) =>
    header === null || mapping === null || isMapped ? [] : [{ header, mapping }],
  );
  return trader.answer(view.id, { mappings, ...(zone !== null && { timeZone: zone }) });
}

const firstOf = (at: string | readonly string[]) => Date.parse(typeof at === "string" ? at : (at[0] ?? ""));

async function ledgerOf(trader: Importer) {
  const [{ trades }, { characters }] = await Promise.all([
    trader.get<TradePage>("trades.list", { limit: 200 }),
    trader.get<CharacterList>("characters.list"),
  ]);
  const nameOf = new Map(characters.map(({ id, name }) => [id, name]));
  return trades.map(({ at, itemId, kind, quantity, gross, tax, characterId }) =>
    JSON.stringify([at, nameOf.get(characterId), kind, itemId, quantity, gross, tax]),
  );
}

test.each(SAMPLES)("%s: the ledger is what was worked out by hand", async (name) => {
  const figures = await readFigures(name);
  const trader = await joinImporter(desk);
  const view = await readSample(trader, await trader.send(await bytesOf(name), name), figures);
  expect(view).toMatchObject({ state: "ready", problem: null });
  expect(view.summary).toMatchObject({
    new: figures.trades.length,
    known: 0,
    repeated: figures.repeated,
    unmatched: figures.refused + figures.unmatched.length,
    ambiguousTimes: figures.trades.filter(({ at }) => typeof at !== "string").length,
  });
  expect(view.files).toMatchObject([{ format: figures.format, problem: null }]);
  const done = await trader.commit(view.id);
  expect(done).toMatchObject({ state: "committed", committedTrades: figures.trades.length });
  const expected = figures.trades.map(({ at, character, side, itemId, quantity, gross, tax }) =>
    JSON.stringify([firstOf(at), character ?? "Main", side, itemId, quantity, gross, tax]),
  );
  expect((await ledgerOf(trader)).toSorted()).toEqual(expected.toSorted());
  const { totals } = await trader.get<FlipPage>("flips.getFlips", {});
  expect(totals).toMatchObject({ profit: figures.profit });

  // The same file again changes nothing, packed or not.
  const again = await readSample(
    trader,
    await trader.send(gzipSync(await bytesOf(name)), "again.gz"),
    figures,
  );
  expect(again.summary).toMatchObject({ new: 0, known: figures.trades.length });
  expect(await trader.commit(again.id)).toMatchObject({ state: "committed", committedTrades: 0 });
  expect(await ledgerOf(trader)).toHaveLength(figures.trades.length);

  expect(await trader.undo(view.id)).toMatchObject({ state: "undone" });
  expect(await ledgerOf(trader)).toEqual([]);
  expect((await trader.get<FlipPage>("flips.getFlips", { state: "open" })).flips).toEqual([]);
});
