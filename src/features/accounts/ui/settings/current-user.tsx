"use client";
import { createContext, useContext } from "react";
import type { UserView } from "#features/accounts/contract.ts";

/** Whose settings these are; given by the frame once it is known. */
export const CurrentUser = createContext<UserView | null>(null);

export function useCurrentUser(): UserView {
  const user = useContext(CurrentUser);
  if (user === null) throw new Error("useCurrentUser belongs inside SettingsFrame");
  return user;
}
