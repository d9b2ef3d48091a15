import { randomUUID } from "node:crypto";
import { cache } from "react";
import { anonymousPlan } from "#features/billing/records/find-plan.ts";
import { getWebDeps } from "./deps.ts";
import { createInternalScope } from "./request-scope.ts";
import { createCaller } from "./root.ts";

/** The router called in this process, for pages that render with data: no HTTP, the same procedures. */
export const getApi = cache(() => {
  const deps = getWebDeps();
  return createCaller({ deps, requestId: randomUUID(), request: createInternalScope(anonymousPlan(deps)) });
});

/** Whether a procedure refused because the thing does not exist; a page answers it with its 404. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "NOT_FOUND";
