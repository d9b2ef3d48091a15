import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

/**
 * `npm run sbom`: writes what the product installs as a CycloneDX document, counts the licences, and asks the registry
 * for known faults of these versions. Ends with 1 for a licence that is not on the list or a serious advisory.
 */
const run = promisify(execFile);
const OUTPUT = "test-results";
const MAX_BYTES = 64 * 1024 * 1024;

/** Licences whose terms a private or public copy of this product keeps by what it does already. */
const ACCEPTED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
  // libvips, which Next.js loads as a shared library.
  "LGPL-3.0-or-later",
]);

const bomSchema = z.object({
  components: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      licenses: z
        .array(
          z.object({ license: z.object({ id: z.string() }).optional(), expression: z.string().optional() }),
        )
        .optional(),
    }),
  ),
});
const auditSchema = z.object({
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }),
});

/** npm ends with an error for what it finds too, and writes the same JSON; without any JSON it could not do its work. */
async function npm(...args: string[]): Promise<string> {
  try {
    return (await run("npm", [...args, "--loglevel=error"], { maxBuffer: MAX_BYTES })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    if (stdout?.trimStart().startsWith("{")) return stdout;
    throw new Error(`npm ${args[0]} failed; if packages are missing, run npm ci first:\n${stderr}`, {
      cause: error,
    });
  }
}

const text = await npm("sbom", "--sbom-format=cyclonedx", "--omit=dev");
const bom = bomSchema.parse(JSON.parse(text));
await mkdir(OUTPUT, { recursive: true });
const file = join(OUTPUT, "sbom.cdx.json");
await writeFile(file, text);

/** `MIT OR Apache-2.0` is kept where one side is; `MIT AND ISC` where both are. */
const isAccepted = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((side) => side.split(" AND ").every((licence) => ACCEPTED.has(licence.trim())));

const licences = new Map<string, string[]>();
for (const { name, version, licenses = [] } of bom.components) {
  const said = licenses.map(({ license, expression }) => license?.id ?? expression ?? "").join(" AND ");
  const known = said === "" ? "none named" : said;
  licences.set(known, [...(licences.get(known) ?? []), `${name}@${version}`]);
}
console.log(`${bom.components.length} packages in ${file}`);
for (const [licence, packages] of [...licences].toSorted((a, b) => b[1].length - a[1].length)) {
  const mark = isAccepted(licence) ? " " : "!";
  const names = packages.length <= 4 || mark === "!" ? `  ${packages.join(", ")}` : "";
  console.log(`${mark} ${String(packages.length).padStart(4)}  ${licence}${names}`);
}
const refused = [...licences.keys()].filter((licence) => !isAccepted(licence));

const answer = await npm("audit", "--json", "--omit=dev").catch(() => "null");
const audit = auditSchema.safeParse(JSON.parse(answer));
const serious = audit.success
  ? ["high", "critical"].reduce((sum, level) => sum + (audit.data.metadata.vulnerabilities[level] ?? 0), 0)
  : 0;
if (audit.success) console.log(`advisories: ${JSON.stringify(audit.data.metadata.vulnerabilities)}`);
else console.log("advisories: the registry in use does not answer npm audit; run it against one that does");
if (refused.length > 0) console.log(`licences to look at: ${refused.join("; ")}`);
process.exitCode = refused.length + serious > 0 ? 1 : 0;
