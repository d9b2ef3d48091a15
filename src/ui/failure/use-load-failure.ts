"use client";
import { useState } from "react";
import { describeLoadFailure } from "./load-failure.ts";
import type { LoadFailure } from "./load-failure.ts";
import { useOnline } from "./use-online.ts";

/** The part of a query's state that tells of its failure. */
export type LoadedQuery = {
  data: unknown;
  error: unknown;
  /** When it last failed, epoch ms. */
  errorUpdatedAt: number;
  isFetching: boolean;
  refetch: () => unknown;
};

export type ShownFailure = LoadFailure & { isTrying: boolean; retry: () => void };

/**
 * Why there is nothing to show; null while the first try runs and once there is something. Holds until a later try has
 * succeeded: a query without data forgets its error when it is asked again.
 */
export function useLoadFailure(query: LoadedQuery): ShownFailure | null {
  const isOnline = useOnline();
  const [last, setLast] = useState<unknown>(null);
  const isLoaded = query.data !== undefined;
  const error = isLoaded ? null : (query.error ?? last);
  if (error !== last) setLast(error);
  if (error === null) return null;
  return {
    ...describeLoadFailure(error, { isOnline, failedAtMs: query.errorUpdatedAt }),
    isTrying: query.isFetching,
    retry: () => void query.refetch(),
  };
}
