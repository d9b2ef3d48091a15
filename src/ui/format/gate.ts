/** Why a plan does not allow something. `href`: the page with a plan that does. */
export type Gate = { message: string; href: string };

/** Reads the gate from a `plan_required` error; null for any other error. */
export function gateOf(error: unknown): Gate | null {
  if (!(error instanceof Error) || !("data" in error)) return null;
  const { data } = error as { data?: { app?: Record<string, unknown> | null } | null };
  if (data?.app?.["code"] !== "plan_required") return null;
  const { upgradeUrl } = data.app;
  return { message: error.message, href: isPath(upgradeUrl) ? upgradeUrl : "/plans" };
}

/** Whether a value is a path on this site, not the URL of another. */
const isPath = (value: unknown): value is string => typeof value === "string" && /^\/(?![/\\])/.test(value);
