import { OFFLINE_WORKER_PATH } from "#ui/offline/addresses.ts";

/** React makes a client-side script element by this markup; without a text it runs nothing. */
const EMPTY_SCRIPT = "<script></script>";
const BUILD_OUTPUT = /^\/_next\/static\/[\w./~-]+\.js$/;

/** Text without `<` makes no element, wherever it is put: styles of Mantine, nothing else, come this way. */
export const asHtml = (text: string): string | null =>
  text === EMPTY_SCRIPT || !text.includes("<") ? text : null;

/** Only build output of this origin and the service worker; Next.js sets the address of a chunk as a string. */
export function asScriptUrl(text: string, origin: string): string | null {
  const url = URL.parse(text, origin);
  return text === OFFLINE_WORKER_PATH || (url?.origin === origin && BUILD_OUTPUT.test(url.pathname))
    ? text
    : null;
}

/** The part of the browser's interface that is used here; it is not in TypeScript's own. */
type TrustedTypes = {
  createPolicy(
    name: "default",
    rules: Record<"createHTML" | "createScriptURL", (text: string) => string | null>,
  ): unknown;
};

/**
 * Pages require trusted types (`security-headers.ts`): the browser asks this policy about each string that would become
 * HTML or the address of a script, and stops it for null. It has no `createScript`, so that no string becomes code.
 * Does nothing in browsers without trusted types.
 */
export function installTrustedTypes(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", {
    createHTML: asHtml,
    createScriptURL: (text) => asScriptUrl(text, location.origin),
  });
}
