"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { trpc } from "#trpc/client.tsx";
import type { EventState } from "./desk-view.ts";

/** Of tRPC's own form, so that it goes with everything else of billing at a sign-in. */
const EVENTS_KEY = [["billing", "events"]] as const;

/** What Stripe delivered, page by page, newest first; a replay asks about an event's customer again. */
export function useEvents(state: EventState) {
  const { client } = trpc.useUtils();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: [...EVENTS_KEY, state],
    queryFn: ({ pageParam, signal }) =>
      client.billing.events.query({ state, ...(pageParam !== null && { after: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    networkMode: "always",
    staleTime: 0,
  });
  const replay = trpc.billing.replayEvent.useMutation({
    onSettled: () => void queryClient.invalidateQueries({ queryKey: EVENTS_KEY }),
  });
  return { query, replay, events: query.data?.pages.flatMap((page) => page.events) ?? null };
}
