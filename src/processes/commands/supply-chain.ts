import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { askAdvisories, describeAdvisories } from "./supply-chain/advisories.ts";
import { judgeLicence, NONE_NAMED } from "./supply-chain/licences.ts";
import { runNpm } from "./supply-chain/run-npm.ts";

/**
 * `npm run sbom`: writes what the product installs as a CycloneDX document, counts the licences, and asks the registry
 * for known faults of these versions. Ends with 1 for a licence that is neither compatible nor an exception, or for a
 * serious advisory; with 0 otherwise, also if the registry does not answer.
 */
const OUTPUT = "test-results";
const MAX_WAIT_MS = 120_000;

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

const { output, errors } = await runNpm(["sbom", "--sbom-format=cyclonedx", "--omit=dev"], MAX_WAIT_MS);
if (!output.trimStart().startsWith("{"))
  throw new Error(`npm sbom failed; if packages are missing, run npm ci first:\n${errors}`);
const bom = bomSchema.parse(JSON.parse(output));
await mkdir(OUTPUT, { recursive: true });
const file = join(OUTPUT, "sbom.cdx.json");
await writeFile(file, output);

const packages = bom.components.map(({ name, version, licenses = [] }) => {
  const said = licenses.map(({ license, expression }) => license?.id ?? expression ?? "").join(" AND ");
  const licence = said === "" ? NONE_NAMED : said;
  return { id: `${name}@${version}`, licence, judged: judgeLicence(name, licence) };
});
console.log(`${packages.length} packages in ${file}`);
const byLicence = [...Map.groupBy(packages, ({ licence }) => licence)];
for (const [licence, of] of byLicence.toSorted((a, b) => b[1].length - a[1].length)) {
  const names = of.length <= 4 ? `  ${of.map(({ id }) => id).join(", ")}` : "";
  console.log(`${String(of.length).padStart(6)}  ${licence}${names}`);
}
for (const { id, licence, judged } of packages) {
  if (judged.verdict === "exception") console.log(`exception: ${id} (${licence}): ${judged.reason}`);
  if (judged.verdict === "refused") console.log(`not compatible: ${id} (${licence})`);
}

const advisories = await askAdvisories();
console.log(describeAdvisories(advisories));
const refused = packages.some(({ judged }) => judged.verdict === "refused");
const serious = "serious" in advisories && advisories.serious > 0;
process.exitCode = refused || serious ? 1 : 0;
