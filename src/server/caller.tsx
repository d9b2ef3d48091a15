import { randomUUID } from "node:crypto";
import { cache } from "react";
import { anonymousPlan } from "#features/billing/records/find-plan.ts";
import { getWebDeps } from "./deps.ts";
import { createInternalScope } from "./request-scope.ts";
import { createCaller } from "./root.ts";

/** Calls the router in this process, without HTTP, for pages that render with data. */
export const getApi = cache(() => {
  const deps = getWebDeps();
  return createCaller({ deps, requestId: randomUUID(), request: createInternalScope(anonymousPlan(deps)) });
});

/** Whether a procedure failed with NOT_FOUND; the page then answers 404. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "NOT_FOUND";
