"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { trpc } from "#trpc/client.tsx";
import type { UserPage } from "#features/accounts/admin/contract.ts";
import { USERS_KEY } from "./query-keys.ts";
import type { UserFilter } from "./users-view.ts";

const TYPING_MS = 250;

/** Null if no page names a plan. */
function plansIn(pages: readonly UserPage[]): UserPage["plans"] {
  const named = pages.map(({ plans }) => plans).filter((plans) => plans !== null);
  return named.length === 0 ? null : Object.fromEntries(named.flatMap((plans) => Object.entries(plans)));
}

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
    /** By account id; null where nothing is sold. */
    plans: plansIn(query.data?.pages ?? []),
    total: query.data?.pages.at(-1)?.total ?? null,
    /** Whether the results are those of an earlier search text or filter. */
    isBehind: query.isPlaceholderData || text !== typed.trim(),
  };
}
