"use client";
import { trpc } from "#trpc/client.tsx";

/** The id of the signed-in user as far as the page knows, which its top bar asks for; null: nobody, or not known yet. */
export const useKnownUserId = (): string | null =>
  trpc.auth.me.useQuery(undefined, { enabled: false }).data?.user?.id ?? null;
