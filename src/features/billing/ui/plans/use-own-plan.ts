"use client";
import { trpc } from "#trpc/client.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";

/** Who reads the page and what they have; each is undefined until it is known. */
export function useOwnPlan() {
  const me = trpc.auth.me.useQuery(undefined, { staleTime: 60_000 });
  const user = me.data?.user;
  const status = trpc.billing.status.useQuery(undefined, { enabled: user !== undefined && user !== null });
  const userFailure = useLoadFailure(me);
  const statusFailure = useLoadFailure(status);
  return {
    user,
    held: user === undefined || user === null ? undefined : status.data,
    failure: userFailure ?? statusFailure,
  };
}
