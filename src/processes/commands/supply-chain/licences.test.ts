import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { judgeLicence, NONE_NAMED } from "./licences.ts";

test.each(["MIT", "Apache-2.0 AND ISC", "(MPL-2.0 OR Apache-2.0)", "GPL-3.0-only OR MIT"])(
  "%s is compatible",
  (licence) => {
    expect(judgeLicence("some", licence)).toEqual({ verdict: "compatible" });
  },
);

test.each([
  "GPL-3.0-only",
  "AGPL-3.0-only",
  "MPL-2.0",
  "LGPL-3.0-or-later",
  "MIT AND GPL-2.0-only",
  "UNLICENSED",
  NONE_NAMED,
])("%s is refused", (licence) => {
  expect(judgeLicence("some", licence)).toEqual({ verdict: "refused" });
});

test("an exception holds for its package and its licence only", () => {
  expect(judgeLicence("caniuse-lite", "CC-BY-4.0")).toMatchObject({ verdict: "exception" });
  expect(judgeLicence("@img/sharp-win32-x64", "Apache-2.0 AND LGPL-3.0-or-later")).toMatchObject({
    verdict: "exception",
  });
  expect(judgeLicence("caniuse-lite", "GPL-3.0-only")).toEqual({ verdict: "refused" });
  expect(judgeLicence("caniuse-lite-more", "CC-BY-4.0")).toEqual({ verdict: "refused" });
  expect(judgeLicence("@img/sharp-win32-x64", "GPL-3.0-only AND LGPL-3.0-or-later")).toEqual({
    verdict: "refused",
  });
});

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().default(NONE_NAMED),
      dev: z.boolean().default(false),
      devOptional: z.boolean().default(false),
    }),
  ),
});

/** Those of other systems too, which `npm run sbom` does not see. */
test("every package that production installs has a licence that may stay", () => {
  const { packages } = lockfile.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
  const production = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional,
  );
  expect(production.length).toBeGreaterThan(200);
  const refused = production.filter(([path, { license }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return judgeLicence(name, license).verdict === "refused";
  });
  expect(refused.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});
