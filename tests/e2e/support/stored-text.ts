import type { Page } from "@playwright/test";

/** Everything on any page of this browser tab that a text must not bring about, from before the first script on. */
export async function listen(page: Page): Promise<readonly string[]> {
  const heard: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) heard.push(message.text());
  });
  await page.exposeFunction("hear", (what: string) => heard.push(what));
  await page.addInitScript(() => {
    const hear = (what: string) =>
      void (globalThis as unknown as { hear: (what: string) => unknown }).hear(what);
    for (const name of ["alert", "confirm", "prompt"])
      Object.defineProperty(globalThis, name, { value: () => hear(name) });
    // Every payload sets it. What a page hears is told at once: it would be gone with the page.
    Object.defineProperty(globalThis, "ran", {
      set: () => {
        hear("a script ran");
      },
    });
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      hear(`${effectiveDirective} stopped ${blockedURI}`),
    );
  });
  return heard;
}

/** Elements of the page that only a payload would make. */
export const madeByPayload = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const marked = document.querySelectorAll("img[src='x'], [onerror], [onload], [href^='javascript:' i]");
    const scripts = [...document.scripts].filter(({ textContent }) => textContent.trim() === "ran=1");
    return [...marked, ...scripts].map(({ outerHTML }) => outerHTML.slice(0, 200));
  });

/** Makes HTML the page's body as the browser's tools can; scripts of the page can't, Trusted Types stop them. */
export async function putMarkup(page: Page, html: string): Promise<void> {
  const tools = await page.context().newCDPSession(page);
  const { root } = await tools.send("DOM.getDocument");
  const { nodeId } = await tools.send("DOM.querySelector", { nodeId: root.nodeId, selector: "body" });
  await tools.send("DOM.setOuterHTML", { nodeId, outerHTML: `<body>${html}</body>` });
}
