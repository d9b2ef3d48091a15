/** Licences that let MIT software use a package and be given away with it, as long as notices stay with the package. */
const COMPATIBLE = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
]);

export const NONE_NAMED = "none named";

type Exception = { name: RegExp; licence: string; reason: string };

/** Packages under other licences that may stay, each with its reason. */
const EXCEPTIONS: readonly Exception[] = [
  {
    name: /^@img\/sharp-(?:libvips-|win32-|wasm32)/,
    licence: "LGPL-3.0-or-later",
    reason:
      "libvips, a shared library that Next.js may load; npm installs it apart, and anybody can exchange it",
  },
  {
    name: /^@next\/swc-/,
    licence: NONE_NAMED,
    reason: "the compiler of Next.js, which is MIT; its packages for some systems name no licence",
  },
  {
    name: /^lightningcss-/,
    licence: "MPL-2.0",
    reason: "comes with vitest for tests; its terms cover its own files only, which stay as they are",
  },
  {
    name: /^caniuse-lite$/,
    licence: "CC-BY-4.0",
    reason: "a table of browsers, used as it is while pages are built; the package names its authors",
  },
];

/** `MIT OR GPL-3.0` is compatible if one side is, `MIT AND ISC` if both are. Parentheses hold no mixture in practice. */
const isCompatible = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((side) => side.split(" AND ").every((licence) => COMPATIBLE.has(licence.trim())));

/** Whether a package may be used under the licence that it names (an SPDX expression); `reason` is an exception's. */
export function judgeLicence(
  name: string,
  licence: string,
): { verdict: "compatible" | "refused" } | { verdict: "exception"; reason: string } {
  if (isCompatible(licence)) return { verdict: "compatible" };
  const parts = licence.split(" AND ").filter((part) => !isCompatible(part));
  const found = EXCEPTIONS.find(
    (exception) => exception.name.test(name) && parts.every((part) => part === exception.licence),
  );
  return found === undefined ? { verdict: "refused" } : { verdict: "exception", reason: found.reason };
}
