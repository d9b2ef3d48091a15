"use client";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback } from "react";

const deskViews = ["report", "events", "drift"] as const;
export type DeskView = (typeof deskViews)[number];
const eventStates = ["all", "waiting", "unknown"] as const;
export type EventState = (typeof eventStates)[number];

const parsers = {
  view: parseAsStringLiteral(deskViews).withDefault("report"),
  state: parseAsStringLiteral(eventStates).withDefault("all"),
};

/** The shown part of billing and the event filter, kept in the URL. */
export function useDeskView() {
  const [{ view, state }, setView] = useQueryStates(parsers, { history: "replace" });
  const show = useCallback((next: DeskView) => void setView({ view: next }), [setView]);
  const filter = useCallback((next: EventState) => void setView({ view: "events", state: next }), [setView]);
  return { view, state, show, filter };
}
