import bowser from "bowser";
import type { DeviceView } from "#features/accounts/contract.ts";

const KINDS = { desktop: "desktop", mobile: "mobile", tablet: "tablet" } as const;
const isKind = (kind: string): kind is keyof typeof KINDS => kind in KINDS;

/** Reads browser and system, such as "Chrome 131" and "Windows", from a User-Agent header. */
export function readDevice(userAgent: string | null): DeviceView {
  if (userAgent === null || userAgent === "") return { browser: null, system: null, kind: "other" };
  const { browser, os, platform } = bowser.parse(userAgent);
  const kind = platform.type ?? "";
  const major = browser.version?.split(".", 1)[0];
  return {
    browser: browser.name ? [browser.name, major].filter(Boolean).join(" ") : null,
    system: os.name ?? null,
    kind: isKind(kind) ? KINDS[kind] : "other",
  };
}
