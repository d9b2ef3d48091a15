"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { readNow } from "#ui/format/now.tsx";
import { rangeIds, rangeStart } from "./ranges.ts";
import type { RangeId } from "./ranges.ts";

const parsers = {
  range: parseAsStringLiteral(rangeIds).withDefault("month"),
  character: parseAsString.withDefault(""),
};
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The range and the character in the URL, and what they mean for queries. `ownZone`: the one that the trader has chosen;
 * null: the browser's counts.
 */
export function useProfitFilter(ownZone: string | null) {
  const [{ range, character: typed }, change] = useQueryStates(parsers, { history: "replace" });
  // Fixed while the page is open, so that a query does not become another one by the second.
  const [nowMs] = useState(readNow);
  const [browserZone] = useState(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const timeZone = ownZone ?? browserZone;
  const character = UUID.test(typed) ? typed : "";
  const from = useMemo(() => rangeStart(range, timeZone, nowMs), [range, timeZone, nowMs]);
  const filter = useMemo(
    () => ({ ...(character !== "" && { character }), ...(from !== null && { from }) }),
    [character, from],
  );
  return {
    range,
    character,
    timeZone,
    nowMs,
    from,
    filter,
    setRange: (next: RangeId) => void change({ range: next }),
    setCharacter: (next: string) => void change({ character: next === "" ? null : next }),
  };
}
export type ProfitFilter = ReturnType<typeof useProfitFilter>;
