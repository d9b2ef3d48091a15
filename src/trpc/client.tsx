"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { httpBatchLink, httpLink, splitLink } from "@trpc/client";
import { createTRPCReact, getQueryKey } from "@trpc/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { confirmLink, createConfirmer } from "./links/confirm-link.ts";
import type { AskToConfirm, Confirmer } from "./links/confirm-link.ts";
import { limitSilence } from "./links/limit-silence.ts";
import { noteAnswer, readStoredAt, subscribeStoredAt } from "./links/stored-answers.ts";
import { retryLink } from "./links/retry-link.ts";
import { makeQueryClient } from "./query-client.ts";
import type { AppRouter } from "./register.ts";

export const trpc = createTRPCReact<AppRouter>();

/** Lets the browser answer a query by a preload, or by its copy of an answer that may be a tick old or never changes. */
export const FROM_BROWSER = { context: { isFromBrowser: true } };

/** The key of a procedure's query, for a page that makes its answer in another way. */
export const queryKeyOf = getQueryKey;

/** Must not exceed MAX_BATCH_SIZE of the server. */
const MAX_BATCH = 10;

/** Revalidates each time (304 if unchanged), because `stale-while-revalidate` is meant for shared caches only. */
const fetchNewest = limitSilence(async (input, init) =>
  noteAnswer(await fetch(input, { ...init, cache: "no-cache" })),
);
const fetchPlain = limitSilence(async (input, init) => noteAnswer(await fetch(input, init)));

/** Procedures that may set cookies are not batched, so that their answers have their own headers. */
const setsCookies = (path: string): boolean => path.startsWith("auth.") || path.startsWith("account.");

/** Queries are not batched, so that all browsers request the same URLs and share cached answers. */
const makeClient = (ask: AskToConfirm) =>
  trpc.createClient({
    links: [
      confirmLink(ask),
      retryLink(() => performance.now()),
      splitLink({
        condition: ({ context }) => context["isFromBrowser"] === true,
        true: httpLink({ url: "/trpc", fetch: fetchPlain }),
        false: splitLink({
          condition: ({ type, path }) => type === "query" || setsCookies(path),
          true: httpLink({ url: "/trpc", fetch: fetchNewest }),
          false: httpBatchLink({ url: "/trpc", maxItems: MAX_BATCH, fetch: fetchPlain }),
        }),
      }),
    ],
  });

const ConfirmerContext = createContext<Confirmer>(createConfirmer());

/** While the caller is on the page, `ask` confirms for all calls that the server refuses until then. */
export function useConfirmer(ask: AskToConfirm): void {
  const confirmer = useContext(ConfirmerContext);
  useEffect(() => confirmer.answerWith(ask), [confirmer, ask]);
}

/** When the last answer came that the service worker had kept, epoch ms; null if none did. */
export const useStoredAt = (): number | null =>
  useSyncExternalStore(subscribeStoredAt, readStoredAt, () => null);

export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [confirmer] = useState(createConfirmer);
  const [client] = useState(() => makeClient(confirmer.ask));
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        <ConfirmerContext value={confirmer}>{children}</ConfirmerContext>
      </QueryClientProvider>
    </trpc.Provider>
  );
}
