import type {
  CatalogueColumns,
  ChangedColumns,
  ItemChanges,
  ItemCatalogue,
  TickColumns,
} from "#features/market/contract.ts";
import { tickFields } from "./fields.ts";
import type { TickField } from "./fields.ts";

/** What a market version holds besides what follows from it. */
export type StoredMarket = {
  version: number;
  /** The version of the catalogue, whose rows these are. */
  catalogue: string;
  columns: CatalogueColumns & TickColumns;
};

type Values = readonly unknown[];
type Change = { steps: number[]; values: unknown[] };

const pickTick = (columns: TickColumns): TickColumns =>
  // The fields of the kind, each with its own column.
  Object.fromEntries(tickFields.map((field) => [field, columns[field]])) as unknown as TickColumns;

function changeOf(before: Values, after: Values): Change {
  const change: Change = { steps: [], values: [] };
  let previous = -1;
  for (const [row, value] of after.entries()) {
    if (value === before[row]) continue;
    change.steps.push(row - previous);
    change.values.push(value);
    previous = row;
  }
  return change;
}

/**
 * What turns `base` into `market`: the rows of each column that differ, or the whole columns without a base or with one
 * of another catalogue, whose rows are other items.
 */
export function changesBetween(base: StoredMarket | null, market: StoredMarket, atMs: number): ItemChanges {
  const { version, catalogue, columns } = market;
  if (base === null || base.catalogue !== catalogue)
    return { version, atMs, catalogue, since: null, columns: pickTick(columns) };
  const changed: Partial<Record<TickField, Change>> = {};
  for (const field of tickFields) {
    const change = changeOf(base.columns[field], columns[field]);
    if (change.steps.length > 0) changed[field] = change;
  }
  // Each field has values of its own column.
  return { version, atMs, catalogue, since: base.version, changed: changed as ChangedColumns };
}

function applyChange(before: Values, { steps, values }: Change): Values {
  const after = [...before];
  let row = -1;
  for (const [index, step] of steps.entries()) {
    row += step;
    after[row] = values[index];
  }
  return after;
}

/**
 * The state after `answer`; columns without a change stay the same arrays. `catalogue` has the rows of `answer`, `held`
 * the state that was asked about. Throws if the answer fits neither.
 */
export function applyChanges(
  held: StoredMarket | null,
  catalogue: ItemCatalogue,
  answer: ItemChanges,
): StoredMarket {
  const { version } = answer;
  if (answer.catalogue !== catalogue.version) throw new Error("the changes are of another catalogue");
  if (answer.since === null) {
    const columns = { ...catalogue.columns, ...answer.columns };
    return { version, catalogue: catalogue.version, columns };
  }
  if (held?.version !== answer.since || held.catalogue !== answer.catalogue)
    throw new Error("the changes are of another version");
  const columns: Record<string, Values> = { ...held.columns };
  for (const field of tickFields) {
    const change = answer.changed[field];
    if (change !== undefined) columns[field] = applyChange(held.columns[field], change);
  }
  // The same fields with the same types of values.
  return { version, catalogue: catalogue.version, columns: columns as StoredMarket["columns"] };
}
