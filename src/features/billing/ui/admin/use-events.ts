"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { trpc } from "#trpc/client.tsx";
import type { EventState } from "./desk-view.ts";

/** Has tRPC's form, so that `useFinishSignIn` removes it with the other billing data. */
const EVENTS_KEY = [["billing", "events"]] as const;

/** Webhook events page by page, newest first. A replay syncs the event's customer with Stripe again. */
export function useEvents(state: EventState) {
  const { client } = trpc.useUtils();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: [...EVENTS_KEY, state],
    queryFn: ({ pageParam, signal }) =>
      client.billing.events.query({ state, ...(pageParam !== null && { after: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  const replay = trpc.billing.replayEvent.useMutation({
    onSettled: () => void queryClient.invalidateQueries({ queryKey: EVENTS_KEY }),
  });
  return { query, replay, events: query.data?.pages.flatMap((page) => page.events) ?? null };
}
