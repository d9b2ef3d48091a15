import { beforeAll, expect, test } from "vitest";
import type { CharacterList } from "#features/trades/characters/contract.ts";
import type { TradePage } from "#features/trades/entry/contract.ts";
import { useDesk } from "../../support/people/desk.ts";
import { joinImporter, seedCatalogue } from "../../support/trades/importer.ts";
import type { Importer } from "../../support/trades/importer.ts";
import { readSample } from "../../support/trades/samples.ts";

const desk = useDesk();
beforeAll(() => seedCatalogue(desk.db));

async function ledgerOf(trader: Importer) {
  const { trades } = await trader.get<TradePage>("trades.list", { limit: 200 });
  const { characters } = await trader.get<CharacterList>("characters.list");
  const nameOf = new Map(characters.map(({ id, name }) => [id, name]));
  return trades
    .map(({ at, itemId, kind, quantity, gross, tax, isExact, characterId }) =>
      JSON.stringify([at, nameOf.get(characterId), kind, itemId, quantity, gross, tax, isExact]),
    )
    .toSorted();
}

test("a saved ledger is known where it comes from, and whole in another account", async () => {
  const owner = await joinImporter(desk);
  const view = await owner.send(await readSample("copilot-transactions.csv"), "transactions.csv");
  await owner.commit(view.id);
  // What no import takes stands in the file as well.
  const { characters } = await owner.get<CharacterList>("characters.list");
  const lynx = characters.find(({ name }) => name === "Lynx Titan");
  await owner.do("trades.add", {
    trades: [
      { kind: "gain", itemId: 561, quantity: 3, total: 0, at: Date.UTC(2026, 8, 1), character: lynx?.id },
    ],
  });
  const held = (await ledgerOf(owner)).filter((trade) => !trade.includes('"gain"'));
  expect(held).toHaveLength(7);

  for (const format of ["csv", "json", "copilot-transactions"]) {
    const text = await (await owner.open(`/api/trades/export/${format}`)).text();
    const own = format === "copilot-transactions" ? 0 : 1;
    const again = await owner.send(text, "saved");
    expect([format, again.state, again.summary]).toMatchObject([
      format,
      "ready",
      { new: 0, known: 7, unmatched: own },
    ]);
    const other = await joinImporter(desk);
    const whole = await other.send(text, "saved");
    expect([format, whole.summary]).toMatchObject([format, { new: 7, known: 0, unmatched: own }]);
    await other.commit(whole.id);
    expect([format, await ledgerOf(other)]).toEqual([format, held]);
  }

  const file = await (await owner.open(`/api/trades/export/flipping-utilities?character=${lynx?.id}`)).text();
  const again = await owner.send(file, "Lynx Titan.json");
  // The file names no character, so the trader says whose it is.
  const asked = await owner.answer(again.id, { characterId: lynx?.id });
  expect(asked.summary).toMatchObject({ new: 0, known: 4, unmatched: 0 });
});
