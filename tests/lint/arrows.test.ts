import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** A file of a room, planted at its root and again three folders deep; `{deep}` is where the folders go. */
type Place = string;
type Planted = readonly [arrow: string, place: Place, line: string];

const MARKET_VERB = 'import { listItems } from "#features/market/list/list-items.ts";';
const MARKET_TYPE = 'import type { Market } from "#features/market/list/load-market.ts";';
const MARKET_SCHEMA = 'import { items } from "#features/market/schema.ts";';
const MARKET_RULE = 'import { taxGp } from "#features/market/rules/tax/tax.ts";';
const MARKET_UI = 'import { Market } from "#features/market/ui/page/market.tsx";';
const MARKET_ROUTER = 'import { marketProcedures } from "#features/market/router.ts";';
const MARKET_CONTRACT = 'import { itemView } from "#features/market/contract.ts";';
const PLATFORM = 'import { openDb } from "#platform/db/db.ts";';
const PLATFORM_TYPE = 'import type { Db } from "#platform/db/db.ts";';
const KIT = 'import { router } from "#trpc/init.ts";';
const CLIENT = 'import { trpc } from "#trpc/client.tsx";';
const SERVER = 'import { getWebDeps } from "#server/deps.ts";';
const SERVER_TYPE = 'import type { WebRuntime } from "#server/deps.ts";';
const PROCESS = 'import { run } from "#processes/up/main.ts";';
const NODE = 'import { readFile } from "node:fs/promises";';
const DRIZZLE = 'import { eq } from "drizzle-orm";';
const FEATURE_TYPE = 'import type { Feature } from "#trpc/feature.ts";';
const WEB_DEPS = 'import type { WebDeps } from "#trpc/register.ts";';

const F = "src/features";

/** Each arrow of the design, broken: one line that must not stand in such a file. */
const VIOLATIONS: readonly Planted[] = [
  ["a page imports a verb", "src/app/{deep}v/page.tsx", MARKET_VERB],
  ["a page imports a schema", "src/app/{deep}s/page.tsx", MARKET_SCHEMA],
  ["a page imports the platform", "src/app/{deep}p/page.tsx", PLATFORM],
  ["a page imports a router", "src/app/{deep}r/page.tsx", MARKET_ROUTER],
  ["ui imports a verb", `${F}/market/ui/{deep}v.tsx`, MARKET_VERB],
  ["ui imports a schema", `${F}/market/ui/{deep}s.tsx`, MARKET_SCHEMA],
  ["ui imports the platform", `${F}/market/ui/{deep}p.tsx`, PLATFORM],
  ["ui imports the server side of the kit", `${F}/market/ui/{deep}k.tsx`, KIT],
  ["ui imports the composition", `${F}/market/ui/{deep}c.tsx`, SERVER],
  ["ui imports another feature's ui", `${F}/history/ui/{deep}u.tsx`, MARKET_UI],
  [
    "ui imports a type of a higher feature",
    `${F}/market/ui/{deep}h.tsx`,
    'import type { Timestep } from "#features/history/contract.ts";',
  ],
  ["a verb imports another feature's schema", `${F}/history/{deep}read-s.ts`, MARKET_SCHEMA],
  [
    "a verb imports a schema of a deeper folder",
    `${F}/history/{deep}read-d.ts`,
    'import { t } from "#features/market/ingest/schema.ts";',
  ],
  ["a verb imports ui", `${F}/market/{deep}list-u.ts`, MARKET_UI],
  ["a verb imports the kit", `${F}/market/{deep}list-k.ts`, KIT],
  ["a verb imports a type of the composition", `${F}/market/{deep}list-c.ts`, SERVER_TYPE],
  ["a verb imports a router", `${F}/history/{deep}read-r.ts`, MARKET_ROUTER],
  ["a verb imports a process", `${F}/market/{deep}list-p.ts`, PROCESS],
  ["a verb climbs out of its room", `${F}/market/{deep}list-x.ts`, 'import { t } from "../history/step.ts";'],
  [
    "a verb imports a type of a higher feature",
    `${F}/market/{deep}list-h.ts`,
    'import type { Period } from "#features/history/rules/period.ts";',
  ],
  [
    "a verb imports a verb of a higher feature",
    `${F}/accounts/{deep}delete-a.ts`,
    'import { readCustomer } from "#features/billing/records/read-customer.ts";',
  ],
  [
    "anything imports api",
    `${F}/history/{deep}read-a.ts`,
    'import { keyOf } from "#features/api/keys/find-caller.ts";',
  ],
  ["a rule imports a verb", `${F}/market/rules/{deep}v.ts`, MARKET_VERB],
  ["a rule imports a type of a verb", `${F}/market/rules/{deep}t.ts`, MARKET_TYPE],
  ["a rule imports the platform", `${F}/market/rules/{deep}p.ts`, PLATFORM],
  ["a rule imports a type of the platform", `${F}/market/rules/{deep}y.ts`, PLATFORM_TYPE],
  ["a rule imports node", `${F}/market/rules/{deep}n.ts`, NODE],
  ["a contract imports drizzle", `${F}/history/{deep}contract.ts`, DRIZZLE],
  ["a contract imports node", `${F}/market/{deep}contract.ts`, NODE],
  ["a contract imports a verb", `${F}/api/{deep}contract.ts`, MARKET_VERB],
  ["a router imports a schema", `${F}/market/router.ts`, 'import { items } from "./schema.ts";'],
  ["a router writes a query", `${F}/history/router.ts`, DRIZZLE],
  ["http.ts imports the platform", `${F}/market/http.ts`, PLATFORM],
  ["http.ts imports the composition", `${F}/history/http.ts`, SERVER],
  ["nav.ts imports a verb", `${F}/market/nav.ts`, MARKET_VERB],
  ["nav.ts imports a component", `${F}/history/nav.ts`, 'import { Shell } from "#ui/shell/shell.tsx";'],
  ["feature.ts imports a page", `${F}/market/feature.ts`, MARKET_UI],
  ["deps.ts imports more of the kit than its records", `${F}/market/deps.ts`, KIT],
  ["the kit imports a feature", "src/trpc/{deep}f.ts", MARKET_RULE],
  ["the kit imports a type of a feature", "src/trpc/{deep}t.ts", MARKET_TYPE],
  ["the kit imports a router", "src/trpc/{deep}r.ts", MARKET_ROUTER],
  ["the kit imports a page", "src/trpc/{deep}a.ts", 'import { Page } from "#app/page.tsx";'],
  ["server/ imports a router outside root.ts", "src/server/{deep}r.ts", MARKET_ROUTER],
  ["server/ imports a page", "src/server/{deep}a.ts", MARKET_UI],
  ["root.ts imports a verb", "src/server/root.ts", MARKET_VERB],
  ["the platform imports a feature", "src/platform/{deep}f.ts", MARKET_RULE],
  ["the platform imports the kit", "src/platform/{deep}k.ts", KIT],
  ["the platform imports a process", "src/platform/{deep}p.ts", PROCESS],
  ["the shared ui imports a feature", "src/ui/{deep}f.tsx", MARKET_RULE],
  ["the shared ui imports the kit", "src/ui/{deep}k.tsx", CLIENT],
  ["a simulator imports a feature", "src/simulators/feed/{deep}f.ts", MARKET_RULE],
  ["a simulator imports the platform", "src/simulators/feed/{deep}p.ts", PLATFORM],
  ["a process imports a router", "src/processes/web/{deep}r.ts", MARKET_ROUTER],
];

/** What the same arrows allow: a rule that forbids everything would pass the list above. */
const LEGAL: readonly Planted[] = [
  ["a page imports a feature's ui", "src/app/{deep}ok-u/page.tsx", MARKET_UI],
  ["a page imports the client", "src/app/{deep}ok-c/layout.tsx", CLIENT],
  ["a page imports the composition", "src/app/{deep}ok-s/page.tsx", SERVER],
  [
    "a page imports the shared ui",
    "src/app/{deep}ok-k/page.tsx",
    'import { Shell } from "#ui/shell/shell.tsx";',
  ],
  ["ui imports a rule", `${F}/market/ui/{deep}ok-r.tsx`, MARKET_RULE],
  ["ui imports the client", `${F}/market/ui/{deep}ok-c.tsx`, CLIENT],
  ["ui imports a lower contract", `${F}/history/ui/{deep}ok-l.tsx`, MARKET_CONTRACT],
  [
    "ui imports a contract of a deeper folder",
    `${F}/history/ui/{deep}ok-d.tsx`,
    'import type { HistoryReport } from "#features/history/admin/contract.ts";',
  ],
  ["ui imports a type of a verb", `${F}/market/ui/{deep}ok-t.tsx`, MARKET_TYPE],
  ["a verb imports a lower verb", `${F}/history/{deep}read-ok.ts`, MARKET_VERB],
  ["a verb imports its own schema", `${F}/market/{deep}list-ok.ts`, MARKET_SCHEMA],
  ["a verb imports the platform", `${F}/market/{deep}list-ok2.ts`, PLATFORM],
  ["a rule imports a lower rule", `${F}/history/rules/{deep}ok.ts`, MARKET_RULE],
  ["a rule imports a contract", `${F}/market/rules/{deep}ok2.ts`, MARKET_CONTRACT],
  ["jobs.ts imports the platform", `${F}/history/jobs.ts`, PLATFORM],
  ["a router imports the kit", `${F}/ops/router.ts`, KIT],
  ["http.ts imports a verb", `${F}/api/http.ts`, MARKET_VERB],
  ["feature.ts imports the kit's type", `${F}/ops/feature.ts`, FEATURE_TYPE],
  ["deps.ts imports the kit's records", `${F}/ops/deps.ts`, WEB_DEPS],
  ["nav.ts imports a rule", `${F}/api/nav.ts`, MARKET_RULE],
  [
    "a feature without a layer imports history",
    `${F}/planted/{deep}read-ok.ts`,
    'import { p } from "#features/history/rules/period.ts";',
  ],
  ["root.ts imports a router", "src/server/ok/root.ts", KIT],
  ["the kit imports the platform", "src/trpc/{deep}ok.ts", PLATFORM],
  ["server/ imports a verb", "src/server/{deep}ok.ts", MARKET_VERB],
  ["the platform imports itself", "src/platform/{deep}ok.ts", PLATFORM],
  ["a process imports a verb", "src/processes/web/{deep}ok.ts", MARKET_VERB],
];

/** At the room's root, and three folders deep where the place allows. */
const filesOf = (place: Place): string[] =>
  place.includes("{deep}") ? [place.replace("{deep}", ""), place.replace("{deep}", "a/b/c/")] : [place];
const plantedAt = (all: readonly Planted[]) =>
  all.flatMap(([arrow, place, line]) => filesOf(place).map((file) => [arrow, file, line] as const));

type Diagnostic = { filename: string; code: string };

/** `planted` is one that the linter's layers do not name. */
const FEATURES = ["accounts", "api", "billing", "history", "market", "ops", "planted"];

let tree: string;
let broken: ReadonlySet<string>;

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), "ge-arrows-"));
  await cp(join(ROOT, "oxlint.config.ts"), join(tree, "oxlint.config.ts"));
  await cp(join(ROOT, "package.json"), join(tree, "package.json"));
  await symlink(join(ROOT, "node_modules"), join(tree, "node_modules"));
  for (const name of FEATURES) await mkdir(join(tree, "src/features", name), { recursive: true });
  for (const [, file, line] of [...plantedAt(VIOLATIONS), ...plantedAt(LEGAL)]) await plant(file, line);
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
  it.each(plantedAt(VIOLATIONS))("%s: %s", (_arrow, file) => {
    expect(broken).toContain(file);
  });
});

describe("the linter allows", () => {
  it.each(plantedAt(LEGAL))("%s: %s", (_arrow, file) => {
    expect(broken).not.toContain(file);
  });
});

test("no two of the planted files are one", () => {
  const files = [...plantedAt(VIOLATIONS), ...plantedAt(LEGAL)].map(([, file]) => file);
  expect(new Set(files).size).toBe(files.length);
});
