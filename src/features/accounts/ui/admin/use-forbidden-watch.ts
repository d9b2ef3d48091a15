"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { trpc } from "#trpc/client.tsx";

const isForbidden = (error: unknown): boolean => {
  if (typeof error !== "object" || error === null || !("data" in error)) return false;
  const { data } = error as { data?: { httpStatus?: number } | null };
  return data?.httpStatus === 403;
};

/** Reloads the viewer after a 403: the admin role or the second factor was removed while the page was open. */
export function useForbiddenWatch(): void {
  const queryClient = useQueryClient();
  const utils = trpc.useUtils();
  useEffect(() => {
    const look = (error: unknown) => {
      if (isForbidden(error)) void utils.auth.me.invalidate();
    };
    const leaveQueries = queryClient.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") look(event.action.error);
    });
    const leaveMutations = queryClient.getMutationCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") look(event.action.error);
    });
    return () => {
      leaveQueries();
      leaveMutations();
    };
  }, [queryClient, utils]);
}
