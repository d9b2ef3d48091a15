import { randomInt } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base } from "@playwright/test";
import type { Page } from "@playwright/test";
import { watchTrustedTypes } from "./csp.ts";

type Options = {
  /** For tests that write markup from a string, to see it stopped. */
  writesMarkup: boolean;
};

export const someAddress = () => ({ "X-Forwarded-For": `198.18.${randomInt(256)}.${randomInt(1, 255)}` });

/**
 * Playwright's `test`, pointed at the copy that the global set-up started. Every test comes from an address of its own, so
 * that none spends another's budget of requests. It fails where a page's own scripts write a
 * string that Trusted Types stop.
 */
export const test = base.extend<Options>({
  writesMarkup: [false, { option: true }],
  context: async ({ context, writesMarkup }, run) => {
    const stopped = await watchTrustedTypes(context);
    await run(context);
    if (!writesMarkup) expect(stopped).toEqual([]);
  },
  // oxlint-disable-next-line no-empty-pattern
  extraHTTPHeaders: async ({}, run) => {
    await run(someAddress());
  },
  // oxlint-disable-next-line no-empty-pattern
  baseURL: async ({}, run) => {
    await run(process.env["E2E_BASE_URL"]);
  },
});

export { expect };

type Violation = { id: string; impact: string; nodes: string[] };

/** A name that points at nothing: axe-core leaves it to a person to judge. */
const DANGLING = "aria-valid-attr-value";

/** What axe-core finds that is serious or worse, on the page or in the part that a selector names. */
export async function seriousViolations(page: Page, within?: string): Promise<Violation[]> {
  // What passes is not asked for, and no second page is opened, which only pages with frames need: a fifth of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations", "incomplete"] });
  const { violations, incomplete } = await (within === undefined ? axe : axe.include(within)).analyze();
  return [...violations, ...incomplete.filter(({ id }) => id === DANGLING)]
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, nodes }) => ({
      id,
      impact: String(impact),
      nodes: nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} :: ${node.failureSummary ?? ""}`),
    }));
}
