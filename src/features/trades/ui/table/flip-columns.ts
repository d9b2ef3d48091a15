import type { TableColumn } from "#ui/virtual-table/table.ts";

export type FlipColumn =
  | "item"
  | "quantity"
  | "buy"
  | "sell"
  | "cost"
  | "tax"
  | "profit"
  | "roi"
  | "gpPerHour"
  | "held"
  | "at"
  | "character"
  | "source";

type Spec = Omit<TableColumn, "id" | "align"> & { align?: "start" };

const specs: Readonly<Record<FlipColumn, Spec>> = {
  item: {
    label: "Item",
    hint: "Press a box to choose its row, with Shift all rows from the last one.",
    widthCh: 23,
    align: "start",
  },
  quantity: {
    label: "Quantity",
    hint: "Units sold; of an open flip: units left.",
    widthCh: 8,
    wholeCh: 13.8,
  },
  buy: {
    label: "Bought at",
    unit: "gp",
    hint: "What one unit cost, on average.",
    widthCh: 11,
    wholeCh: 13,
  },
  sell: {
    label: "Sold at",
    unit: "gp",
    hint: "What one unit brought before tax, on average.",
    widthCh: 8.8,
    wholeCh: 13,
  },
  profit: {
    label: "Profit",
    unit: "gp",
    hint: "What was received after tax − what it cost. Without a cost basis it is neither profit nor loss.",
    widthCh: 11.4,
    wholeCh: 16.4,
  },
  roi: { label: "ROI", hint: "Profit as a share of what the units cost.", widthCh: 7 },
  gpPerHour: {
    label: "gp/h",
    hint: "Profit per hour that the units were held.",
    widthCh: 8.4,
    wholeCh: 15.2,
  },
  held: {
    label: "Held",
    hint: "From the purchase, on average, to the sale; of an open flip: until now.",
    widthCh: 8.4,
  },
  at: { label: "Sold", hint: "How long ago it was sold. Point at an age for the time.", widthCh: 6.8 },
  cost: {
    label: "Cost",
    unit: "gp",
    hint: "What the units of known cost have cost.",
    widthCh: 8.4,
    wholeCh: 15.2,
  },
  tax: {
    label: "Tax",
    unit: "gp",
    hint: "What the Grand Exchange kept of the sale.",
    widthCh: 7.4,
    wholeCh: 12,
  },
  character: {
    label: "Character",
    hint: "The OSRS character that traded.",
    widthCh: 12.4,
    align: "start",
  },
  source: {
    label: "Source",
    hint: "Where the sale comes from: entered by hand, or a log.",
    widthCh: 15,
    align: "start",
  },
};

const closed: readonly FlipColumn[] = [
  "item",
  "quantity",
  "buy",
  "sell",
  "profit",
  "roi",
  "gpPerHour",
  "held",
  "at",
  "cost",
  "tax",
  "character",
  "source",
];
const open: readonly FlipColumn[] = ["item", "quantity", "buy", "cost", "held", "at", "character"];

type State = "open" | "closed";

/** The places in a narrow window. */
const slots: Readonly<Record<State, Partial<Record<FlipColumn, TableColumn["slot"]>>>> = {
  closed: { item: "title", profit: "lead", quantity: "first", roi: "second", held: "third", at: "fourth" },
  open: { item: "title", cost: "lead", quantity: "first", buy: "second", held: "third", at: "fourth" },
};

/** The columns of closed or open flips; in a narrow window only those that have a place there. */
export function flipColumns(
  state: State,
  { narrow, hasCharacters }: { narrow: boolean; hasCharacters: boolean },
): TableColumn<FlipColumn>[] {
  const ids = state === "closed" ? closed : open;
  return ids
    .filter((id) => (narrow ? slots[state][id] !== undefined : id !== "character" || hasCharacters))
    .map((id) => {
      const slot = slots[state][id];
      // Wide enough for "no cost basis".
      const cost = { widthCh: 12 };
      const bought = { label: "Bought", hint: "How long ago it was bought. Point at an age for the time." };
      return {
        id,
        align: "end",
        ...specs[id],
        ...(state === "open" && id === "at" && bought),
        ...(state === "open" && id === "cost" && cost),
        sortable: id === "at" || (state === "closed" && id === "profit"),
        ...(slot !== undefined && { slot }),
      };
    });
}
