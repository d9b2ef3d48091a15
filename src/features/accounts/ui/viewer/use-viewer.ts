"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import type { UserView } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { isSignedOut } from "#ui/form/failure.ts";

const FRESH_MS = 60_000;

/** Who is signed in, asked once for the whole page and again when the reader comes back to it. */
export const useViewer = () =>
  trpc.auth.me.useQuery(undefined, {
    staleTime: FRESH_MS,
    refetchOnWindowFocus: "always",
    // Offline is shown, not waited out.
    networkMode: "always",
    retry: 1,
  });

/** A 401 anywhere on the page means that the session ended elsewhere: who is signed in is asked anew. */
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

/** Puts what an act on the account answered into the page: the menu and the settings show it at once. */
export function useSetUser(): (user: UserView) => void {
  const utils = trpc.useUtils();
  return useCallback((user) => utils.auth.me.setData(undefined, { user }), [utils]);
}

/**
 * After signing in. Answers whether the browser kept the cookie; what earlier accounts left in the page is thrown away.
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

/** `auth.me` stays: the page's own components hold on to it. */
const isPrivate = (path: unknown): boolean =>
  Array.isArray(path) &&
  (path[0] === "account" ||
    path[0] === "admin" ||
    path[0] === "billing" ||
    (path[0] === "auth" && path[1] !== "me"));
