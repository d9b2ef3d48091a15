"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { trpc } from "#trpc/client.tsx";
import { LOG_KEY } from "#features/accounts/ui/admin/users/query-keys.ts";

/** The log of one account, or of all (null), page by page, newest first. */
export function useLog(userId: string | null) {
  const { client } = trpc.useUtils();
  const query = useInfiniteQuery({
    queryKey: [...LOG_KEY, userId],
    queryFn: ({ pageParam, signal }) =>
      client.admin.auditLog.query(
        { ...(userId !== null && { userId }), ...(pageParam !== null && { before: pageParam }) },
        { signal },
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    // A log that is looked at again is read again.
    staleTime: 0,
  });
  return { query, entries: query.data?.pages.flatMap((page) => page.entries) ?? null };
}
