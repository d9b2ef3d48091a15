import { observable } from "@trpc/server/observable";
import type { Unsubscribable } from "@trpc/server/observable";
import type { TRPCClientError, TRPCLink } from "@trpc/client";
import type { AppRouter } from "#trpc/register.ts";
import { statusOf, waitOf } from "./refusal.ts";

const PAUSES_MS = [300, 900] as const;
/** With the silence that a last attempt may keep (`limit-silence.ts`), a query has failed within nine seconds. */
const LAST_START_MS = 1_500;

/** Whether the same call can succeed a moment later: not after a refusal, nor if the server names a time to wait. */
const isPassing = (error: TRPCClientError<AppRouter>): boolean => {
  const status = statusOf(error);
  return (status === null || status < 400 || status >= 500) && waitOf(error) === null;
};

/** Asks again twice, at once, when a query fails. Mutations are never repeated: the server may have done them. */
export const retryLink =
  (now: () => number): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable((observer) => {
      const startedAt = now();
      let timer: ReturnType<typeof setTimeout> | undefined;
      let call: Unsubscribable;
      const attempt = (count: number) => {
        call = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error) => {
            const pauseMs = PAUSES_MS[count];
            const isLate = pauseMs === undefined || now() - startedAt + pauseMs > LAST_START_MS;
            if (op.type !== "query" || isLate || op.signal?.aborted === true || !isPassing(error)) {
              observer.error(error);
              return;
            }
            timer = setTimeout(() => attempt(count + 1), pauseMs);
          },
        });
      };
      attempt(0);
      return () => {
        clearTimeout(timer);
        call.unsubscribe();
      };
    });
