import { parse } from "csv-parse/browser/esm/sync";
import { findNickname } from "#features/market/rules/search/find-nickname.ts";
import { fold, foldName } from "#features/market/rules/search/fold.ts";

/** A megabyte would be more names than the game has items. */
export const MAX_TEXT_LENGTH = 200_000;

type Catalogue = { id: readonly number[]; name: readonly string[] };

/** `missing`: what names no item, with the line or, in JSON, the place where it stands, from 1. */
export type ReadItems = { itemIds: readonly number[]; missing: readonly { at: number; text: string }[] };

const HEADS: Readonly<Record<string, "id" | "name">> = {
  id: "id",
  itemid: "id",
  item: "name",
  name: "name",
  itemname: "name",
};

/** Finds an item by its id, its name in any spelling of case and punctuation, or a nickname of one item alone. */
function finder({ id, name }: Catalogue): (text: string) => number | null {
  const ids = new Set(id);
  const byName = new Map(name.map((one, index) => [foldName(one).text, id[index]]));
  return (text) => {
    if (/^\s*\d+\s*$/.test(text) && ids.has(Number(text))) return Number(text);
    const { text: folded, joined } = fold(text);
    const known = byName.get(folded);
    if (known !== undefined || folded === "") return known ?? null;
    const means = findNickname(joined);
    const meant = means === null ? [] : [...byName].filter(([one]) => means(one));
    return meant.length === 1 ? (meant[0]?.[1] ?? null) : null;
  };
}

type Named = { at: number; id: string; name: string };

/** One entry of JSON: an id, a name, or both. */
function readEntry(entry: unknown, index: number): Named {
  const at = index + 1;
  if (typeof entry === "object" && entry !== null) {
    const { id = "", itemId = id, name = "" } = entry as Record<string, unknown>;
    return { at, id: String(itemId), name: String(name) };
  }
  return typeof entry === "number"
    ? { at, id: String(entry), name: "" }
    : { at, id: "", name: String(entry) };
}

/** Null if the text is no JSON of items. */
function readJson(text: string): Named[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const list = Array.isArray(value) ? value : (value as { items?: unknown } | null)?.items;
    return Array.isArray(list) ? list.map(readEntry) : null;
  } catch {
    return null;
  }
}

type Row = { record: string[]; info: { lines: number } };

function readRows(text: string): Row[] {
  const options = {
    bom: true,
    delimiter: [",", ";", "\t"],
    info: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  };
  // The library's types leave out what `info` adds.
  const rowsOf = (more: object) => parse(text, { ...options, ...more }) as unknown as Row[];
  try {
    return rowsOf({});
  } catch {
    // A quote that nothing closes is a part of a name.
    return rowsOf({ quote: null });
  }
}

/** Rows of a table, or names one a line; several names may stand on a line apart by commas. */
function readLines(text: string): Named[] {
  const rows = readRows(text);
  const heads = rows[0]?.record.map((cell) => HEADS[fold(cell).joined]) ?? [];
  const [idAt, nameAt] = [heads.indexOf("id"), heads.indexOf("name")];
  if (idAt >= 0 || nameAt >= 0)
    return rows
      .slice(1)
      .map(({ record, info }) => ({ at: info.lines, id: record[idAt] ?? "", name: record[nameAt] ?? "" }));
  return rows.flatMap(({ record: [first = "", ...others], info: { lines: at } }) => {
    // Further columns of a table without a head, such as prices, are no items.
    if (/^\d+$/.test(first) || others.some((cell) => /^[\d.,]+$/.test(cell)))
      return [
        { at, id: /^\d+$/.test(first) ? first : "", name: /^\d+$/.test(first) ? (others[0] ?? "") : first },
      ];
    return [first, ...others].filter((cell) => cell !== "").map((name) => ({ at, id: "", name }));
  });
}

/**
 * Reads the items of a list that somebody pasted: names or ids one a line, CSV with or without a head, or JSON as it is
 * exported here. An id counts before a name. Throws an Error with a sentence for what is none of them.
 */
export function readItems(text: string, catalogue: Catalogue): ReadItems {
  if (text.length > MAX_TEXT_LENGTH) throw new Error("This is too long for a list of items");
  const isJson = /^\s*[[{]/.test(text);
  const json = isJson ? readJson(text) : [];
  if (json === null) throw new Error("This begins like JSON, but holds no list of items");
  const find = finder(catalogue);
  const itemIds = new Set<number>();
  const missing: { at: number; text: string }[] = [];
  for (const { at, id, name } of isJson ? json : readLines(text)) {
    const found = (id === "" ? null : find(id)) ?? (name === "" ? null : find(name));
    if (found !== null) itemIds.add(found);
    else if (id !== "" || name !== "") missing.push({ at, text: name === "" ? id : name });
  }
  return { itemIds: [...itemIds], missing };
}
