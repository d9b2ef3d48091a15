import { z } from "zod";
import { runNpm } from "./run-npm.ts";

/** Counts of known faults in the installed versions, by severity; or why there are none to tell. */
export type Advisories = { counts: Record<string, number>; serious: number } | { unanswered: string };

const MAX_WAIT_MS = 60_000;

const auditSchema = z.object({
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }),
});
const refusalSchema = z.object({ message: z.string() });

/** Reads what `npm audit --json` prints. A registry that has no advisories answers with a status like 404, 405 or 501. */
export function readAdvisories(output: string): Advisories {
  const answer = parseJson(output);
  const audit = auditSchema.safeParse(answer);
  if (!audit.success) {
    const refusal = refusalSchema.safeParse(answer);
    return { unanswered: refusal.success ? refusal.data.message : "npm printed no answer" };
  }
  const counts = audit.data.metadata.vulnerabilities;
  return { counts, serious: (counts["high"] ?? 0) + (counts["critical"] ?? 0) };
}

/** Asks the registry in use about what runs in production. One try: a registry that does not answer is told, not awaited. */
export async function askAdvisories(): Promise<Advisories> {
  const args = ["audit", "--json", "--omit=dev", "--fetch-retries=0"];
  const { output, timedOut } = await runNpm(args, MAX_WAIT_MS);
  return timedOut ? { unanswered: `no answer in ${MAX_WAIT_MS / 1_000} s` } : readAdvisories(output);
}

/** A sentence for a person. */
export function describeAdvisories(advisories: Advisories): string {
  if ("unanswered" in advisories)
    return `advisories: unknown, because the registry in use does not answer npm audit (${advisories.unanswered}). Run it against one that does: npm run audit --registry=<url>`;
  const { total = 0, ...levels } = advisories.counts;
  const found = Object.entries(levels).filter(([, count]) => count > 0);
  if (total === 0 && found.length === 0) return "advisories: none for the installed versions";
  return `advisories: ${found.map(([level, count]) => `${count} ${level}`).join(", ")}. \`npm audit --omit=dev\` names the packages`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
