"use client";
import { keepPreviousData } from "@tanstack/react-query";
import { trpc } from "#trpc/client.tsx";

const POLL_MS = 5_000;

/** The feed's state, asked every five seconds by however many components show it. */
export const useMarketStatus = () =>
  trpc.items.getStatus.useQuery(undefined, {
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
    placeholderData: keepPreviousData,
    // Offline is shown, not waited out: a paused query would neither fail nor answer.
    networkMode: "always",
    retry: false,
  });
