import { expect, test } from "vitest";
import { namePasskey } from "./name-passkey.ts";

const UNKNOWN = "00000000-0000-0000-0000-000000000000";

test.each([
  ["ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", "Chrome 131", "Windows", "Google Password Manager"],
  [UNKNOWN, "Chrome 131", "Windows", "Chrome 131 on Windows"],
  [UNKNOWN, null, "Linux", "Linux"],
  [UNKNOWN, null, null, "Passkey"],
  // A User-Agent header is whatever the client sends.
  [UNKNOWN, "\u202Eemorhc", null, "Passkey"],
  [UNKNOWN, "A".repeat(60), null, "A".repeat(40)],
])("%s on %s, %s: %s", (aaguid, browser, system, name) => {
  expect(namePasskey(aaguid, { browser, system, kind: "desktop" })).toBe(name);
});
