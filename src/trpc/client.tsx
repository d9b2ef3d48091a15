"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { httpBatchLink, httpLink, splitLink } from "@trpc/client";
import { createTRPCReact } from "@trpc/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import { makeQueryClient } from "./query-client.ts";
import type { AppRouter } from "./register.ts";

export const trpc = createTRPCReact<AppRouter>();

/** At most the server's maxBatchSize. */
const MAX_BATCH = 10;

/** Asks the server each time (a 304 when nothing changed): stale-while-revalidate is for the caches in between. */
const fetchNewest = (input: RequestInfo | URL | string, init?: object): Promise<Response> =>
  fetch(input, { ...init, cache: "no-cache" });

/** What may set cookies: each answer has headers of its own only where calls are not batched. */
const setsCookies = (path: string): boolean => path.startsWith("auth.") || path.startsWith("account.");

/** Public reads go alone, so that every browser asks for the same URL and one cached answer serves them all. */
const makeClient = () =>
  trpc.createClient({
    links: [
      splitLink({
        condition: ({ type, path }) => type === "query" || setsCookies(path),
        true: httpLink({ url: "/trpc", fetch: fetchNewest }),
        false: httpBatchLink({ url: "/trpc", maxItems: MAX_BATCH }),
      }),
    ],
  });

export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [client] = useState(makeClient);
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </trpc.Provider>
  );
}
