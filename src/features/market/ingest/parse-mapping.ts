import { isAmount, isFields, isItemId, refuse, unreadable } from "#features/feed/rules/values.ts";
import type { Fields, Parsed, Refusals } from "#features/feed/rules/values.ts";

/** One item of the catalogue; null where the feed has no value. */
export type MappingRow = {
  id: number;
  name: string;
  examine: string;
  members: boolean;
  icon: string;
  limit: number | null;
  value: number | null;
  lowalch: number | null;
  highalch: number | null;
};

const LONGEST_TEXT = 1_000;

/** PostgreSQL cannot store NUL, so one such name would fail the insert of the whole catalogue. */
const isText = (value: unknown): value is string =>
  typeof value === "string" && value.length <= LONGEST_TEXT && !value.includes("\0");

const isUnknown = (value: unknown): value is null | undefined => value === undefined || value === null;

function rowOf(row: Fields): MappingRow | string {
  const { id, name, examine, members, icon, limit, value, lowalch, highalch } = row;
  if (!isItemId(id)) return "not an item id";
  if (!isText(name) || name.trim() === "") return "no name";
  if (!isText(examine) || !isText(icon)) return "not a text";
  if (typeof members !== "boolean") return "members is not yes or no";
  const amounts = [limit, value, lowalch, highalch].map((amount) =>
    isUnknown(amount) ? null : isAmount(amount) ? amount : false,
  );
  const [ofLimit, ofValue, ofLow, ofHigh] = amounts;
  if (ofLimit === false || ofValue === false || ofLow === false || ofHigh === false) return "not an amount";
  return {
    id,
    name,
    examine,
    members,
    icon,
    limit: ofLimit ?? null,
    value: ofValue ?? null,
    lowalch: ofLow ?? null,
    highalch: ofHigh ?? null,
  };
}

/** Parses `/mapping`, a plain array. Of two rows with the same id the first is used. */
export function parseMapping(body: unknown): Parsed<MappingRow[]> {
  if (!Array.isArray(body)) return unreadable;

  const refused: Refusals = {};
  const byId = new Map<number, MappingRow>();
  for (const row of body as unknown[]) {
    const parsed = isFields(row) ? rowOf(row) : "not a row";
    if (typeof parsed === "string") refuse(refused, parsed);
    else if (byId.has(parsed.id)) refuse(refused, "item twice");
    else byId.set(parsed.id, parsed);
  }
  return { ok: true, value: [...byId.values()], refused };
}
