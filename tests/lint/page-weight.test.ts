import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
/** `import x from`, but neither `import type` nor `import()`, which loads what is opened later. */
const STATIC_IMPORT = /^(?:import|export) (?!type\b)(?:[^;"]* from )?"([^"]+)";/gm;

/** The file that an import of our own names; null for a package. */
function fileOf(from: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return join(ROOT, "src", specifier.slice(1));
  return specifier.startsWith(".") ? join(dirname(from), specifier) : null;
}

/** Which packages a browser loads with a module, each with the way of imports to it. */
function packagesOf(entry: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const seen = new Set<string>();
  const visit = (file: string, way: string[]): void => {
    if (seen.has(file) || !existsSync(file)) return;
    seen.add(file);
    const path = [...way, file.slice(ROOT.length + 1)];
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(STATIC_IMPORT)) {
      const next = fileOf(file, specifier);
      if (next === null) found.set(specifier, found.get(specifier) ?? path);
      else visit(next, path);
    }
  };
  visit(join(ROOT, entry), []);
  return found;
}

test.each(["src/features/market/ui/page/market.tsx", "src/features/market/ui/palette/search-launcher.tsx"])(
  "%s loads without zod, which is 32 KB: a page needs names and rules, not schemas",
  (entry) => {
    const packages = packagesOf(entry);
    expect([...packages.keys()]).toContain("react");
    expect(packages.get("zod")).toBeUndefined();
  },
);
