import { preload } from "react-dom";
import type { GetCatalogueInput, GetChangesInput } from "#features/market/contract.ts";

const preloadQuery = (path: string, input: GetCatalogueInput | GetChangesInput): void =>
  // The very URL that the tRPC client requests, so that the browser uses the response.
  preload(`/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {
    as: "fetch",
    crossOrigin: "anonymous",
    fetchPriority: "high",
  });

/** Lets the browser fetch the list before the scripts run: what moves, and the catalogue if its version is known. */
export function preloadList(catalogueVersion: string | null): void {
  preloadQuery("items.getChanges", { since: null });
  if (catalogueVersion !== null) preloadQuery("items.getCatalogue", { version: catalogueVersion });
}
