"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import type { UserView } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { isSignedOut } from "#ui/form/failure.ts";

const FRESH_MS = 60_000;

/** The signed-in user. Fetched once for all components, and again when the window gets the focus. */
export const useViewer = () =>
  trpc.auth.me.useQuery(undefined, {
    staleTime: FRESH_MS,
    refetchOnWindowFocus: "always",
  });

/** Reloads the viewer after any 401: the session has ended. */
export function useSessionWatch(): void {
  const queryClient = useQueryClient();
  const utils = trpc.useUtils();
  useEffect(() => {
    const look = (error: unknown) => {
      if (isSignedOut(error)) void utils.auth.me.invalidate();
    };
    const leaveMutations = queryClient.getMutationCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") look(event.action.error);
    });
    const leaveQueries = queryClient.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") look(event.action.error);
    });
    return () => {
      leaveMutations();
      leaveQueries();
    };
  }, [queryClient, utils]);
}

/** Returns a function that stores a changed user, so that the menu and the settings show it at once. */
export function useSetUser(): (user: UserView) => void {
  const utils = trpc.useUtils();
  return useCallback((user) => utils.auth.me.setData(undefined, { user }), [utils]);
}

/**
 * Completes a sign-in: removes cached data of earlier accounts and loads the viewer. Returns whether the browser kept
 * the session cookie.
 */
export function useFinishSignIn(): () => Promise<boolean> {
  const queryClient = useQueryClient();
  const utils = trpc.useUtils();
  return useCallback(async () => {
    queryClient.removeQueries({ predicate: ({ queryKey: [path] }) => isPrivate(path) });
    const { user } = await utils.auth.me.fetch(undefined, { staleTime: 0 });
    return user !== null;
  }, [queryClient, utils]);
}

/** Routers whose answers are an account's own. */
const PRIVATE: ReadonlySet<unknown> = new Set([
  "account",
  "admin",
  "billing",
  "views",
  "watchlists",
  "trades",
  "flips",
  "characters",
  "gaps",
  "profit",
  "portfolio",
  "limits",
  "imports",
]);

/** Whether a query's data belongs to an account. `auth.me` is kept, because mounted components observe it. */
const isPrivate = (path: unknown): boolean =>
  Array.isArray(path) && (PRIVATE.has(path[0]) || (path[0] === "auth" && path[1] !== "me"));
