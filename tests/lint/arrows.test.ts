import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** Each arrow of the design, broken once: a file, and one line that must not stand in it. */
const VIOLATIONS: readonly [arrow: string, file: string, line: string][] = [
  [
    "a page imports a verb",
    "src/app/page.tsx",
    'import { listItems } from "#features/market/list/list-items.ts";',
  ],
  ["a page imports a schema", "src/app/a/page.tsx", 'import { items } from "#features/market/schema.ts";'],
  ["a page imports the platform", "src/app/b/page.tsx", 'import { openDb } from "#platform/db/db.ts";'],
  [
    "a route handler imports a verb",
    "src/app/c/route.ts",
    'import { listItems } from "#features/market/list/list-items.ts";',
  ],
  [
    "a route handler imports ui",
    "src/app/d/route.ts",
    'import { Market } from "#features/market/ui/page/market.tsx";',
  ],
  [
    "ui imports a verb",
    "src/features/market/ui/a.tsx",
    'import { listItems } from "#features/market/list/list-items.ts";',
  ],
  [
    "ui imports a schema",
    "src/features/market/ui/b.tsx",
    'import { items } from "#features/market/schema.ts";',
  ],
  ["ui imports the platform", "src/features/market/ui/c.tsx", 'import { openDb } from "#platform/db/db.ts";'],
  [
    "ui imports trpc's server side",
    "src/features/market/ui/d.tsx",
    'import { getApi } from "#server/caller.tsx";',
  ],
  [
    "ui imports another feature's ui",
    "src/features/market/ui/e.tsx",
    'import { Chart } from "#features/history/ui/chart.tsx";',
  ],
  [
    "a verb imports another feature's schema",
    "src/features/market/list-a.ts",
    'import { t } from "#features/history/schema.ts";',
  ],
  [
    "a verb imports ui",
    "src/features/market/list-b.ts",
    'import { Market } from "#features/market/ui/page/market.tsx";',
  ],
  ["a verb imports trpc", "src/features/market/list-c.ts", 'import { router } from "#trpc/init.ts";'],
  [
    "a rule imports a verb",
    "src/features/market/rule.ts",
    'import { listItems } from "#features/market/list/list-items.ts";',
  ],
  [
    "a rule imports the platform",
    "src/features/market/rule2.ts",
    'import { openDb } from "#platform/db/db.ts";',
  ],
  ["a contract imports drizzle", "src/features/history/contract.ts", 'import { eq } from "drizzle-orm";'],
  [
    "a contract imports node",
    "src/features/market/contract.ts",
    'import { readFile } from "node:fs/promises";',
  ],
  ["a router imports a schema", "src/features/market/router.ts", 'import { items } from "./schema.ts";'],
  ["a router writes a query", "src/features/history/router.ts", 'import { eq } from "drizzle-orm";'],
  [
    "http.ts imports the platform",
    "src/features/market/http.ts",
    'import { openDb } from "#platform/db/db.ts";',
  ],
  [
    "a verb imports a router",
    "src/features/market/list-d.ts",
    'import { r } from "#features/market/router.ts";',
  ],
  [
    "trpc imports a router outside root",
    "src/trpc/other.ts",
    'import { r } from "#features/market/router.ts";',
  ],
  [
    "root.ts imports a verb",
    "src/server/root.ts",
    'import { listItems } from "#features/market/list/list-items.ts";',
  ],
  ["trpc imports a page", "src/trpc/other2.ts", 'import { Page } from "#app/page.tsx";'],
  [
    "the platform imports a feature",
    "src/platform/a.ts",
    'import { taxGp } from "#features/market/rules/tax.ts";',
  ],
  ["the platform imports trpc", "src/platform/b.ts", 'import { router } from "#trpc/init.ts";'],
  ["the kit imports a feature", "src/ui/a.tsx", 'import { taxGp } from "#features/market/rules/tax.ts";'],
  ["the kit imports trpc", "src/ui/b.tsx", 'import { trpc } from "#trpc/client.tsx";'],
  [
    "a simulator imports a feature",
    "src/simulators/feed/a.ts",
    'import { taxGp } from "#features/market/rules/tax.ts";',
  ],
  [
    "a simulator imports the platform",
    "src/simulators/feed/b.ts",
    'import { openDb } from "#platform/db/db.ts";',
  ],
  [
    "a verb imports a process",
    "src/features/market/list-e.ts",
    'import { up } from "#processes/up/main.ts";',
  ],
  ["the platform imports a process", "src/platform/c.ts", 'import { up } from "#processes/up/main.ts";'],
  ["a process imports a router", "src/processes/web/a.ts", 'import { r } from "#features/market/router.ts";'],
  [
    "a file climbs out of its room",
    "src/features/market/list-f.ts",
    'import { t } from "../history/step.ts";',
  ],
];

/** What the same arrows allow: a rule that forbids everything would pass the list above. */
const LEGAL: readonly [file: string, line: string][] = [
  ["src/app/ok/page.tsx", 'import { Market } from "#features/market/ui/page/market.tsx";'],
  ["src/app/ok/layout.tsx", 'import { TrpcProvider } from "#trpc/client.tsx";'],
  ["src/app/ok2/page.tsx", 'import { Shell } from "#ui/shell.tsx";'],
  ["src/app/ok/route.ts", 'import { receive } from "#features/market/http.ts";'],
  ["src/features/market/ui/ok.tsx", 'import { taxGp } from "#features/market/rules/tax.ts";'],
  ["src/features/market/ui/ok2.tsx", 'import { trpc } from "#trpc/client.tsx";'],
  ["src/features/market/ui/ok3.tsx", 'import { range } from "#features/history/contract.ts";'],
  ["src/features/market/ui/ok4.tsx", 'import type { Market } from "#features/market/list/load-market.ts";'],
  ["src/features/market/list-ok.ts", 'import { newest } from "#features/history/read/find-newest.ts";'],
  ["src/features/market/list-ok2.ts", 'import { items } from "./schema.ts";'],
  ["src/features/market/list-ok3.ts", 'import { openDb } from "#platform/db/db.ts";'],
  ["src/features/market/list-ok4.ts", 'import { items } from "#features/market/schema.ts";'],
  ["src/features/market/jobs.ts", 'import { openDb } from "#platform/db/db.ts";'],
  ["src/features/ops/router.ts", 'import { publicProcedure } from "#trpc/procedures.ts";'],
  ["src/server/deps.ts", 'import { openDb } from "#platform/db/db.ts";'],
  ["src/platform/ok.ts", 'import { openDb } from "#platform/db/db.ts";'],
  ["src/processes/web/ok.ts", 'import { listItems } from "#features/market/list/list-items.ts";'],
];

type Diagnostic = { filename: string; code: string };

let tree: string;
let broken: ReadonlySet<string>;

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), "ge-arrows-"));
  await cp(join(ROOT, "oxlint.config.ts"), join(tree, "oxlint.config.ts"));
  await cp(join(ROOT, "package.json"), join(tree, "package.json"));
  await symlink(join(ROOT, "node_modules"), join(tree, "node_modules"));
  for (const name of ["market", "history", "ops"])
    await mkdir(join(tree, "src/features", name), { recursive: true });
  for (const [, file, line] of VIOLATIONS) await plant(file, line);
  for (const [file, line] of LEGAL) await plant(file, line);
  const diagnostics = await lint();
  broken = new Set(
    diagnostics.filter(({ code }) => code.includes("no-restricted-imports")).map(({ filename }) => filename),
  );
});

afterAll(async () => rm(tree, { recursive: true, force: true }));

async function plant(file: string, line: string): Promise<void> {
  await mkdir(dirname(join(tree, file)), { recursive: true });
  await writeFile(join(tree, file), `${line}\n`);
}

function lint(): Promise<Diagnostic[]> {
  const args = ["--config", "oxlint.config.ts", "--format", "json", "src"];
  const options = { cwd: tree, maxBuffer: 16 * 1024 * 1024 };
  return new Promise((done, fail) => {
    execFile(join(ROOT, "node_modules/.bin/oxlint"), args, options, (_error, stdout) => {
      try {
        done((JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics);
      } catch (error) {
        fail(new Error(`oxlint did not answer with JSON: ${stdout.slice(0, 500)}`, { cause: error }));
      }
    });
  });
}

describe("the linter stops", () => {
  it.each(VIOLATIONS)("%s", (_arrow, file) => {
    expect(broken).toContain(file);
  });
});

describe("the linter allows", () => {
  it.each(LEGAL)("%s: %s", (file) => {
    expect(broken).not.toContain(file);
  });
});
