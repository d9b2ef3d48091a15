import { gateOf } from "#ui/format/gate.ts";

export type Refusal = { message: string; way: { words: string; href: string } | null };

/** What the server said against it, and where to go about it; null where it said nothing, such as while it is away. */
export function refusalOf(error: unknown): Refusal | null {
  const gate = gateOf(error);
  if (gate !== null) return { message: gate.message, way: { words: "Go to Plans", href: gate.href } };
  if (!(error instanceof Error) || !("data" in error)) return null;
  const { data } = error as { data?: { app?: { code?: string } | null } | null };
  if (data?.app === null || data?.app === undefined) return null;
  const isNobody = data.app.code === "unauthenticated";
  return { message: error.message, way: isNobody ? { words: "Sign in", href: "/sign-in" } : null };
}
