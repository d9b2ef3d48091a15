"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { trpc } from "#trpc/client.tsx";
import { USERS_KEY } from "./query-keys.ts";
import type { UserFilter } from "./users-view.ts";

const TYPING_MS = 250;

/** Accounts page by page, newest first. While a new search loads, the previous results stay. */
export function useUsers(typed: string, filter: UserFilter) {
  const { client } = trpc.useUtils();
  const [settled] = useDebouncedValue(typed.trim(), TYPING_MS);
  // A cleared field takes effect without the delay.
  const text = typed.trim() === "" ? "" : settled;
  const query = useInfiniteQuery({
    queryKey: [...USERS_KEY, text, filter],
    queryFn: ({ pageParam, signal }) =>
      client.admin.users.query({ text, filter, ...(pageParam !== null && { after: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  return {
    query,
    users: query.data?.pages.flatMap((page) => page.users) ?? null,
    total: query.data?.pages.at(-1)?.total ?? null,
    /** Whether the results are those of an earlier search text or filter. */
    isBehind: query.isPlaceholderData || text !== typed.trim(),
  };
}
