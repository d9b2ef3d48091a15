import type { Feature } from "#trpc/feature.ts";
import { apiAuditWords } from "./audit.ts";
import { apiMount } from "./http.ts";
import { keysLifecycle } from "./keys/account-keys.ts";
import { apiKeyPolicy, wrongKeyPolicy } from "./policies.ts";

/**
 * The public API in the wiki's shapes. `rules/` queries, answers and OpenAPI document of the endpoints · `osrs/` the functions that answer them · `keys/` API keys and callers · `http.ts` the HTTP handler · `ui/` the API page and the keys in the settings.
 */
export const api: Feature = {
  name: "api",
  account: keysLifecycle,
  auditWords: apiAuditWords,
  limits: [apiKeyPolicy, wrongKeyPolicy],
  http: [apiMount],
};
