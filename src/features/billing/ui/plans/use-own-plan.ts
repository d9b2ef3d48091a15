"use client";
import { trpc } from "#trpc/client.tsx";

/** Who reads the page and what they have; each is undefined until it is known. */
export function useOwnPlan() {
  const me = trpc.auth.me.useQuery(undefined, { staleTime: 60_000, networkMode: "always", retry: 1 });
  const user = me.data?.user;
  const status = trpc.billing.status.useQuery(undefined, {
    enabled: user !== undefined && user !== null,
    networkMode: "always",
    retry: 1,
  });
  return {
    user,
    held: user === undefined || user === null ? undefined : status.data,
    isError: (user === undefined && me.isError) || (status.data === undefined && status.isError),
    isTrying: me.isFetching || status.isFetching,
    retry: () => void (user === undefined ? me.refetch() : status.refetch()),
  };
}
