import { createHash } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";

type Seen = { violations: string[] };

/** What the page's policy stops, from before its first script on, and what the console says of it. */
export async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  const said: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) said.push(message.text());
  });
  await page.addInitScript(() => {
    const seen: Seen = { violations: [] };
    Object.assign(globalThis, seen);
    document.addEventListener("securitypolicyviolation", (event) => {
      seen.violations.push(
        `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
  return async () => [...(await page.evaluate(() => (globalThis as unknown as Seen).violations)), ...said];
}

/** What Trusted Types stop on any page of a browser context: the page's path, the rule, and the beginning of the string. */
export async function watchTrustedTypes(context: BrowserContext): Promise<readonly string[]> {
  const stopped: string[] = [];
  await context.exposeFunction("tellStopped", (what: string) => stopped.push(what));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, sample }) => {
      if (!effectiveDirective.includes("trusted-types")) return;
      const { tellStopped } = globalThis as unknown as { tellStopped: (what: string) => unknown };
      void tellStopped(`${location.pathname} ${effectiveDirective} ${sample}`);
    });
  });
  return stopped;
}

/** The sources of one directive in a policy. */
export const sourcesOf = (policy: string, directive: string): string[] =>
  policy
    .split(";")
    .map((part) => part.trim().split(/\s+/))
    .find(([name]) => name === directive)
    ?.slice(1) ?? [];

/** Inline scripts of a page that its policy does not name. */
export function unnamedScripts(html: string, policy: string): string[] {
  const sources = new Set(sourcesOf(policy, "script-src"));
  const scripts = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)];
  return scripts.flatMap(([, attributes = "", text = ""]) => {
    if (/\ssrc=/.test(attributes)) return [];
    const nonce = /\snonce="([^"]*)"/.exec(attributes)?.[1];
    const hash = createHash("sha256").update(text).digest("base64");
    return sources.has(`'nonce-${nonce}'`) || sources.has(`'sha256-${hash}'`) ? [] : [text.slice(0, 80)];
  });
}
