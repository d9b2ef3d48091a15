import type { DbHandle } from "#platform/db/db.ts";
import type { LedgerChange } from "#features/trades/entry/contract.ts";
import type { AddedFlip } from "#features/trades/flips/contract.ts";
import type { Character } from "#features/trades/characters/contract.ts";
import type { Member } from "../people/members.ts";

const NATURE_RUNE = 561;
const FLIP = { itemId: NATURE_RUNE, quantity: 100, buyPrice: 100, sellPrice: 110 };
/** An import of hers whose bytes have not come. */
const IMPORT_ID = "3d5b8f0e-6a27-4c61-9e14-7b2a9c8d0f35";
let hers = { tradeId: "", changeId: "", characterId: "", gapId: "" };

/** A flip of hers, which others could try to reach. */
export async function seedLedger(db: DbHandle, alice: Member): Promise<void> {
  await db.sql`delete from imports`;
  await db.sql`
    insert into imports (id, user_id, name, state, created_at, changed_at, size_bytes, files, options)
    values (${IMPORT_ID}, ${alice.userId}, 'Alice of.json', 'uploading', now(), now(), 100, '[]', '{}')`;
  await db.sql`
    insert into items (id, name, examine, members, icon, updated_at)
    values (${NATURE_RUNE}, 'Nature rune', '', false, '', now()) on conflict do nothing`;
  const { data: character } = await alice.tell("characters.create", { name: "Alice of L" });
  const { data } = await alice.tell("flips.addFlip", { ...FLIP, character: "Alice of L", note: "Alice of" });
  const { flip, change } = data as AddedFlip;
  const sale = { kind: "sell", itemId: NATURE_RUNE, quantity: 5, price: 110 };
  const { data: sold } = await alice.tell("trades.add", { trades: [{ ...sale, character: "Alice of L" }] });
  const gapId = `buy:${(sold as LedgerChange).trades[0]?.id}`;
  await alice.tell("gaps.dismiss", { id: gapId });
  hers = { tradeId: flip.id, changeId: change.changeId, characterId: (character as Character).id, gapId };
}

/** Calls of the ledger's procedures as she would make them; see accounts/access.test.ts. */
export const LEDGER_CALLS: Record<string, () => unknown> = {
  "trades.list": () => ({ character: hers.characterId }),
  "trades.add": () => ({ trades: [{ kind: "gain", itemId: NATURE_RUNE, quantity: 1, total: 0 }] }),
  "trades.update": () => ({ ids: [hers.tradeId], change: { price: 1 } }),
  "trades.delete": () => ({ ids: [hers.tradeId] }),
  "trades.undo": () => ({ changeId: hers.changeId }),
  "flips.getFlips": () => ({ character: hers.characterId }),
  "flips.getStats": () => ({ character: hers.characterId }),
  "flips.getProfitOverTime": () => ({ character: hers.characterId }),
  "flips.explain": () => ({ id: hers.tradeId }),
  "flips.addFlip": () => ({ ...FLIP, character: hers.characterId }),
  "flips.updateFlip": () => ({ id: hers.tradeId, sellPrice: 1 }),
  "flips.deleteFlip": () => ({ id: hers.tradeId }),
  "flips.deleteFlips": () => ({ ids: [hers.tradeId] }),
  "profit.getSummary": () => ({ character: hers.characterId }),
  "profit.getByItem": () => ({ character: hers.characterId }),
  "portfolio.get": () => undefined,
  "limits.get": () => ({}),
  "gaps.list": () => ({}),
  "gaps.dismiss": () => ({ id: hers.gapId }),
  "gaps.restore": () => ({ id: hers.gapId }),
  "imports.list": () => undefined,
  "imports.get": () => ({ id: IMPORT_ID }),
  "imports.rows": () => ({ id: IMPORT_ID, status: "new" }),
  "imports.items": () => ({ id: IMPORT_ID }),
  "imports.create": () => ({ name: "bobs.json", sizeBytes: 100 }),
  "imports.configure": () => ({ id: IMPORT_ID, timeZone: "Europe/Berlin" }),
  "imports.commit": () => ({ id: IMPORT_ID }),
  "imports.undo": () => ({ id: IMPORT_ID }),
  "imports.cancel": () => ({ id: IMPORT_ID }),
  "characters.list": () => undefined,
  "characters.create": () => ({ name: "Bob" }),
  "characters.rename": () => ({ id: hers.characterId, name: "Bob" }),
  "characters.delete": () => ({ id: hers.characterId }),
  "characters.setOfferCoins": () => ({ id: hers.characterId, coins: 1 }),
  "characters.changeSettings": () => ({ method: "average" }),
};

/** Those that answer `not_found` to others. */
export const LEDGER_REFUSED: readonly string[] = [
  "trades.update",
  "trades.delete",
  "trades.undo",
  "flips.explain",
  "flips.updateFlip",
  "flips.deleteFlip",
  "flips.deleteFlips",
  "gaps.dismiss",
  "gaps.restore",
  "imports.get",
  "imports.rows",
  "imports.items",
  "imports.configure",
  "imports.commit",
  "imports.undo",
  "imports.cancel",
  "characters.rename",
  "characters.delete",
  "characters.setOfferCoins",
];
