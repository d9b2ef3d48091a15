import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, "../../..");
const FIXTURE = join(import.meta.dirname, "notes-feature");

/** All that a new feature adds outside of its folder, its pages and its migration: a line in each of three files. */
const LINES: readonly [file: string, line: string, into: string, before: string][] = [
  [
    "src/server/root.ts",
    'import { noteProcedures } from "#features/notes/router.ts";',
    "  notes: router(noteProcedures),",
    "  items: router(",
  ],
  ["src/server/features.ts", 'import { notes } from "#features/notes/feature.ts";', "notes,\n  ", "api,\n];"],
  [
    "src/server/nav.ts",
    'import { notesNav } from "#features/notes/nav.ts";',
    "notesNav,\n  ",
    "accountsNav,\n  billingNav,\n];",
  ],
];

let tree: string;

/** A copy of the tree with the feature in it; `.txt` keeps its files out of this tree's own types. */
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), "ge-planted-"));
  for (const name of await readdir(ROOT)) {
    if (/^(\.git|\.next|\.data|node_modules|test-results|tests)$/.test(name)) continue;
    await cp(join(ROOT, name), join(tree, name), { recursive: true });
  }
  await cp(join(ROOT, "tests/support"), join(tree, "tests/support"), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(tree, "node_modules"));
  const files = await readdir(FIXTURE, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".txt"))) {
    await plant(placeOf(file.slice(0, -".txt".length)), await readFile(join(FIXTURE, file), "utf8"));
  }
  for (const [file, line, into, before] of LINES) {
    const text = await readFile(join(tree, file), "utf8");
    expect(text, `${file} has a place for ${into}`).toContain(before);
    await writeFile(
      join(tree, file),
      `${line}\n${text.replace(before, `${into}${separator(into)}${before}`)}`,
    );
  }
}, 60_000);
afterAll(() => rm(tree, { recursive: true, force: true }));

const separator = (into: string): string => (into.startsWith("  ") ? "\n" : "");

function placeOf(file: string): string {
  if (file === "page.tsx") return "src/app/notes/page.tsx";
  if (file === "planted.test.tsx") return "tests/integration/planted/planted.test.tsx";
  return join("src/features/notes", file);
}

async function plant(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, file)), { recursive: true });
  await writeFile(join(tree, file), text);
}

const tool = (name: string, ...args: string[]) =>
  run(join(ROOT, "node_modules/.bin", name), args, {
    cwd: tree,
    env: {
      ...process.env,
      PATH: `${join(ROOT, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
      VITEST: "",
    },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout?: string; stderr?: string; message: string }) => {
    throw new Error(`${name} failed: ${error.message}\n${error.stdout ?? ""}\n${error.stderr ?? ""}`);
  });

test(
  "a new feature is its folder, a line in each of three files, its page and its migration",
  { timeout: 300_000 },
  async () => {
    const { stdout } = await tool("drizzle-kit", "generate", "--name", "notes");
    expect(stdout).toContain("_notes.sql");
    await tool("tsc", "--noEmit");
    await tool("oxlint", "--deny-warnings", "src/features/notes", "src/server", "src/app/notes");
    await tool("vitest", "run", "--project", "integration", "tests/integration/planted");
  },
);
