"use client";
import { createContext, useContext } from "react";
import type { UserView } from "#features/accounts/contract.ts";

/** The signed-in user, provided by SettingsFrame after it has loaded. */
export const CurrentUser = createContext<UserView | null>(null);

export function useCurrentUser(): UserView {
  const user = useContext(CurrentUser);
  if (user === null) throw new Error("useCurrentUser belongs inside SettingsFrame");
  return user;
}
