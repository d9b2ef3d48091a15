/** What a gate of a plan says to who may not pass; `href` is where to get more. */
export type Gate = { message: string; href: string };

/** Reads the refusal of a gate (`plan_required`) out of an error; null for any other failure. */
export function gateOf(error: unknown): Gate | null {
  if (!(error instanceof Error) || !("data" in error)) return null;
  const { data } = error as { data?: { app?: Record<string, unknown> | null } | null };
  if (data?.app?.["code"] !== "plan_required") return null;
  const { upgradeUrl } = data.app;
  return { message: error.message, href: isPath(upgradeUrl) ? upgradeUrl : "/plans" };
}

/** A path of this site: never the address of another. */
const isPath = (value: unknown): value is string => typeof value === "string" && /^\/(?![/\\])/.test(value);
