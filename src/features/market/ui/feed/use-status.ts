"use client";
import { keepPreviousData } from "@tanstack/react-query";
import { trpc } from "#trpc/client.tsx";

const POLL_MS = 5_000;

/** The state of the feed, polled every five seconds; all components share the query. */
export const useMarketStatus = () =>
  trpc.items.getStatus.useQuery(undefined, {
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
    placeholderData: keepPreviousData,
    // Fails while offline, so that the page shows it; a paused query would do neither.
    networkMode: "always",
    retry: false,
  });
