"use client";
import { createParser, debounce, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback } from "react";
import { userFilters, userIdInput } from "#features/accounts/admin/contract.ts";

export type UserFilter = (typeof userFilters)[number];

const SEARCH_AFTER_MS = 300;

/** An account's id; anything else in the address is passed over. */
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

/** What is looked for and which account is open, in the address. Back closes an account. */
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
