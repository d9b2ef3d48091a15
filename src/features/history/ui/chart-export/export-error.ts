import { gateOf } from "#ui/format/gate.ts";

export type ExportError = { message: string; link: { text: string; href: string } | null };

/** Reads why the server refused an export, and a link that helps; null for other errors, such as no answer. */
export function readExportError(error: unknown): ExportError | null {
  const gate = gateOf(error);
  if (gate !== null) return { message: gate.message, link: { text: "Go to Plans", href: gate.href } };
  if (!(error instanceof Error) || !("data" in error)) return null;
  const { data } = error as { data?: { app?: { code?: string } | null } | null };
  if (data?.app === null || data?.app === undefined) return null;
  const isSignedOut = data.app.code === "unauthenticated";
  return { message: error.message, link: isSignedOut ? { text: "Sign in", href: "/sign-in" } : null };
}
