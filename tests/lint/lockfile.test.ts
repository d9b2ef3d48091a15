import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const lockfile = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

const { packages } = lockfile.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
const installed = Object.entries(packages).filter(([path]) => path !== "");

/** Without its hash npm installs whatever the registry sends under a name. */
test("every package of the lock file has an integrity hash, optional ones of other platforms too", () => {
  expect(installed.length).toBeGreaterThan(300);
  const without = installed.filter(([, { integrity }]) => !/^sha(512|384|256)-/.test(integrity ?? ""));
  expect(without.map(([path]) => path)).toEqual([]);
});

test("every package has a fixed version", () => {
  expect(installed.filter(([, { version }]) => !/^\d/.test(version ?? "")).map(([path]) => path)).toEqual([]);
});

/** Without an address npm asks the registry that its settings name; another protocol, or git, would have no hash. */
test("no package comes from an address without TLS, from git or from a file", () => {
  const elsewhere = installed.filter(([, { resolved }]) => !(resolved ?? "https://").startsWith("https://"));
  expect(elsewhere.map(([path]) => path)).toEqual([]);
  expect(installed.filter(([, { link }]) => link === true).map(([path]) => path)).toEqual([]);
});
