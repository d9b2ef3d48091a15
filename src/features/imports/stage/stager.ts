import { breakEvenGp, netGp, taxGp } from "#features/market/rules/tax/tax.ts";
import { MAX_CHARACTERS } from "#features/trades/characters/contract.ts";
import { isRefusal } from "#features/trades/rules/logs/logged-trade.ts";
import type {
  LoggedItem,
  LoggedTime,
  LoggedTrade,
  Refusal,
} from "#features/trades/rules/logs/logged-trade.ts";
import { saleTax } from "#features/trades/rules/sale-tax.ts";
import { coinsProblem, timeProblem } from "#features/trades/rules/trade-limits.ts";
import { visibleName } from "#trpc/contract.ts";
import type { CopyValue } from "#platform/db/copy.ts";

/** The columns of a staged row, in the order in which `Stager` writes them. */
export const STAGED_COLUMNS = [
  "seq",
  "status",
  "file",
  "line",
  "at",
  "character",
  "character_id",
  "item_id",
  "side",
  "quantity",
  "gross",
  "unit_price",
  "tax",
  "is_exact",
  "source",
  "origin",
  "reason",
  "text",
] as const;

const SHOWN_TEXT = 500;
/** Different characters that a file may name; a ledger holds no more. */
const MAX_NAMES = MAX_CHARACTERS;

export type StagerParts = {
  findItem: (item: LoggedItem) => number | Refusal;
  /** The moments of a clock time; null: no zone is known, and no file has clock times. */
  readLocal: ((local: string) => number[]) | null;
  /** The id of a character by its name in small letters. */
  characterIds: ReadonlyMap<string, string>;
  /** Of trades that name none; null: it is made with the commit. */
  defaultCharacterId: string | null;
  nowMs: number;
  write: (values: readonly CopyValue[]) => void;
};

/** Turns what logs say into rows of the staging table, and counts. */
export class Stager {
  readonly #parts: StagerParts;
  #seq = 0;
  #file = 0;
  #source = "";
  #lastMs = 0;
  #ambiguousTimes = 0;
  #skippedTimes = 0;
  /** Whether a character's name in the file can be one here. */
  readonly #names = new Map<string, boolean>();

  constructor(parts: StagerParts) {
    this.#parts = parts;
  }

  /** Rows so far. */
  get rows(): number {
    return this.#seq;
  }

  startFile(file: number, source: string): void {
    this.#file = file;
    this.#source = source;
    this.#lastMs = 0;
  }

  refuse(line: number, reason: string, text: string): void {
    const blank = [null, null, null, null, null, null, null, null, null, null];
    this.#write("unmatched", line, [...blank, this.#source, null, reason, text.slice(0, SHOWN_TEXT)]);
  }

  trade(line: number, trade: LoggedTrade, text: string): void {
    const found = this.#find(trade);
    if (isRefusal(found)) return this.refuse(line, found.reason, text === "" ? describe(trade) : text);
    const { itemId, atMs } = found;
    const { side, quantity } = trade;
    const { gross, tax, isExact } = amountsOf(trade, { itemId, atMs });
    const problem = coinsProblem(gross) ?? coinsProblem(quantity);
    if (problem !== null) return this.refuse(line, problem, text === "" ? describe(trade) : text);
    const name = trade.character;
    if (name !== null && !this.#isName(name))
      return this.refuse(
        line,
        `"${name.slice(0, 40)}" is no name of a character, or one too many`,
        describe(trade),
      );
    const characterId =
      name === null
        ? this.#parts.defaultCharacterId
        : (this.#parts.characterIds.get(name.toLowerCase()) ?? null);
    // A log with a unit price alone has lost what was below it.
    const unitPrice = trade.isExact && quantity > 1 ? null : Math.floor(gross / quantity);
    this.#write("new", line, [
      new Date(atMs).toISOString(),
      name,
      characterId,
      itemId,
      side,
      quantity,
      gross,
      unitPrice,
      tax,
      isExact,
      this.#source,
      trade.sourceId,
      null,
      null,
    ]);
  }

  counts() {
    return { ambiguousTimes: this.#ambiguousTimes, skippedTimes: this.#skippedTimes };
  }

  #isName(name: string): boolean {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    if (this.#names.size >= MAX_NAMES) return false;
    const isName = visibleName.safeParse(name).success;
    this.#names.set(name, isName);
    return isName;
  }

  #write(status: string, line: number, rest: readonly CopyValue[]): void {
    this.#parts.write([this.#seq, status, this.#file, line, ...rest]);
    this.#seq += 1;
  }

  #find({ item, time }: LoggedTrade): { itemId: number; atMs: number } | Refusal {
    const itemId = this.#parts.findItem(item);
    if (typeof itemId !== "number") return itemId;
    const atMs = this.#moment(time);
    if (typeof atMs !== "number") return atMs;
    const problem = timeProblem(atMs, this.#parts.nowMs);
    return problem === null ? { itemId, atMs } : { reason: problem };
  }

  /** Of two moments the first that is not before the line above: a log is in order of time. */
  #moment(time: LoggedTime): number | Refusal {
    if ("epochMs" in time) return time.epochMs;
    const moments = this.#parts.readLocal?.(time.local) ?? [];
    const atMs = moments.find((moment) => moment >= this.#lastMs) ?? moments[0];
    if (atMs === undefined) {
      this.#skippedTimes += 1;
      return { reason: `${time.local.replace("T", " ")} is no time that the clocks of this zone showed` };
    }
    if (moments.length > 1) this.#ambiguousTimes += 1;
    if (this.#source === "exchange-logger") this.#lastMs = atMs;
    return atMs;
  }
}

type Sold = { itemId: number; atMs: number };

function amountsOf(trade: LoggedTrade, sale: Sold): { gross: number; tax: number; isExact: boolean } {
  const { side, coins, quantity, isExact } = trade;
  if (side === "buy") return { gross: coins, tax: 0, isExact };
  if (!trade.isAfterTax) {
    const due = saleTax(coins, quantity, sale);
    return { gross: coins, tax: due.tax, isExact: isExact && due.isExact };
  }
  // The price before tax follows from what one unit left; two prices may leave the same, so it may be 1 gp more.
  const tax = taxGp(breakEvenGp(Math.floor(coins / quantity), sale), sale) * quantity;
  return { gross: coins + tax, tax, isExact: false };
}

/** The unit price by which two sources are compared: of those that leave the seller the same, the lowest. */
export const comparedPrice = (gross: number, quantity: number, side: string, sale: Sold): number => {
  const price = Math.floor(gross / quantity);
  return side === "sell" ? breakEvenGp(netGp(price, sale), sale) : price;
};

const describe = ({ side, item, quantity, coins, time }: LoggedTrade): string =>
  [
    side,
    quantity,
    "name" in item ? item.name : `item ${item.id}`,
    `${coins} gp`,
    "local" in time ? time.local : new Date(time.epochMs).toISOString(),
  ].join(" ");
