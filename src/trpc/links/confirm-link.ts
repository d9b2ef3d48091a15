import { observable } from "@trpc/server/observable";
import type { Unsubscribable } from "@trpc/server/observable";
import type { TRPCClientError, TRPCLink } from "@trpc/client";
import type { AppRouter } from "#trpc/register.ts";

/** Asks the reader to confirm who they are; resolves to whether they did. */
export type AskToConfirm = () => Promise<boolean>;

export type Confirmer = {
  /** False at once where nothing on the page asks. */
  readonly ask: AskToConfirm;
  /** Returns the function that takes it back. */
  readonly answerWith: (ask: AskToConfirm) => () => void;
};

const nobody: AskToConfirm = () => Promise.resolve(false);

/** Connects the calls of a page with what asks its reader, which comes and goes. */
export function createConfirmer(): Confirmer {
  let current = nobody;
  return {
    ask: () => current(),
    answerWith: (ask) => {
      current = ask;
      return () => {
        current = nobody;
      };
    },
  };
}

/** Whether the server did nothing, because a confirmation is due (`confirmedAdminProcedure`). */
const isConfirmationDue = ({ data }: TRPCClientError<AppRouter>): boolean =>
  (data as { app?: Record<string, unknown> | null } | null)?.app?.["needs"] === "confirmation";

/**
 * Calls again after the reader has confirmed. Until then the call is pending, so that what it carries is kept. Without a
 * confirmation the caller gets the server's refusal.
 */
export const confirmLink =
  (ask: AskToConfirm): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let isClosed = false;
      let call: Unsubscribable;
      const start = (onError: (error: TRPCClientError<AppRouter>) => void) => {
        call = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: onError,
        });
      };
      const fail = (error: TRPCClientError<AppRouter>) => observer.error(error);
      const confirm = async (error: TRPCClientError<AppRouter>) => {
        const hasConfirmed = await ask();
        if (isClosed) return;
        if (hasConfirmed) start(fail);
        else fail(error);
      };
      start((error) => (isConfirmationDue(error) ? void confirm(error) : fail(error)));
      return () => {
        isClosed = true;
        call.unsubscribe();
      };
    });
