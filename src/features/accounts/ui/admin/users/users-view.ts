"use client";
import { createParser, debounce, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback } from "react";
import { userFilters, userIdInput } from "#features/accounts/admin/contract.ts";

export type UserFilter = (typeof userFilters)[number];

const SEARCH_AFTER_MS = 300;

/** Parses an account id from the URL and ignores any other text. */
export const parseAsUserId = createParser<string>({
  parse: (text) => {
    const { success, data } = userIdInput.shape.userId.safeParse(text);
    return success ? data : null;
  },
  serialize: String,
});

const parsers = {
  text: parseAsString.withDefault(""),
  filter: parseAsStringLiteral(userFilters).withDefault("all"),
  opened: parseAsUserId,
};
const urlKeys = { text: "q", opened: "user" } as const;

/** The search, the filter and the open account, kept in the URL. Back closes the account. */
export function useUsersView() {
  const [view, setView] = useQueryStates(parsers, { urlKeys, history: "replace" });
  const search = useCallback(
    (text: string) => {
      const limitUrlUpdates = text === "" ? undefined : debounce(SEARCH_AFTER_MS);
      void setView({ text }, limitUrlUpdates === undefined ? {} : { limitUrlUpdates });
    },
    [setView],
  );
  const show = useCallback((filter: UserFilter) => void setView({ filter }), [setView]);
  const open = useCallback(
    (opened: string | null) => void setView({ opened }, { history: opened === null ? "replace" : "push" }),
    [setView],
  );
  const reset = useCallback(() => void setView({ text: "", filter: "all" }), [setView]);
  return { ...view, search, show, open, reset };
}
