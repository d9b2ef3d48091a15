import type { Page } from "@playwright/test";
import { WHIP, chart, openChart, saved } from "./support/chart.ts";
import { sourcesOf, unnamedScripts, watchPolicy } from "./support/csp.ts";
import { openMarket, rows } from "./support/market.ts";
import { expect, test } from "./support/test.ts";

type Marked = { ranByMarkup?: boolean };
const ranByMarkup = (page: Page) => page.evaluate(() => (globalThis as Marked).ranByMarkup === true);

const PAGES: readonly [
  name: string,
  address: string,
  status: number,
  alive: (page: Page) => Promise<void>,
][] = [
  ["the market", "/", 200, (page) => openMarket(page)],
  ["an item with its chart", `/items/${WHIP}`, 200, (page) => expect(chart(page)).toBeVisible()],
  [
    "the API's page",
    "/api/docs",
    200,
    (page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible(),
  ],
  [
    "an address with nothing",
    "/nothing/here",
    404,
    (page) => expect(page.getByText("nothing at this address")).toBeVisible(),
  ],
  [
    "an item nobody knows",
    "/items/99999999",
    404,
    (page) => expect(page.getByText("nothing at this address")).toBeVisible(),
  ],
];

for (const [name, address, status, alive] of PAGES) {
  test(`${name} runs under a policy that names each of its scripts`, async ({ page, request }) => {
    const stopped = await watchPolicy(page);
    await page.goto(address);
    await alive(page);
    // The shell answers keys only once the page's scripts run.
    await expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("combobox", { name: "Search items and pages" })).toBeFocused({
        timeout: 500,
      });
    }).toPass();
    expect(await stopped()).toEqual([]);

    const answer = await request.get(address);
    expect(answer.status()).toBe(status);
    const policy = answer.headers()["content-security-policy"] ?? "";
    expect(policy.length).toBeLessThan(4_096);
    expect(sourcesOf(policy, "script-src")).toContain("'self'");
    expect(sourcesOf(policy, "script-src").join(" ")).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(sourcesOf(policy, "frame-ancestors")).toEqual(["'none'"]);
    expect(sourcesOf(policy, "require-trusted-types-for")).toEqual(["'script'"]);
    expect(sourcesOf(policy, "trusted-types")).toEqual(["default"]);
    expect(unnamedScripts(await answer.text(), policy)).toEqual([]);
  });
}

test("going from page to page, drawing and saving a picture break no rule", async ({ page }) => {
  const stopped = await watchPolicy(page);
  await openMarket(page);
  await rows(page).first().getByRole("link").first().click();
  await expect(page).toHaveURL(/\/items\/\d+/);
  expect(await stopped()).toEqual([]);
  await openChart(page);
  await saved(page, "PNG");
  expect(await stopped()).toEqual([]);
});

test.describe("a script of the page", () => {
  test.use({ writesMarkup: true });

  test("makes no HTML, no script and no policy of a string", async ({ page }) => {
    const stopped = await watchPolicy(page);
    await openMarket(page);
    // In a timer: while the browser's tools run a script they allow it eval.
    const outcomes = await page.evaluate(async () => {
      await new Promise((done) => setTimeout(done));
      const run = "globalThis.ranByMarkup = true";
      const image = `<img src="data:," onerror="${run}">`;
      const element = (name: string) => document.body.appendChild(document.createElement(name));
      const inScript = (fill: (script: HTMLScriptElement) => void) => {
        const script = document.createElement("script");
        fill(script);
        document.body.append(script);
      };
      const { trustedTypes } = globalThis as unknown as {
        trustedTypes: { createPolicy: (name: string, rules: object) => unknown };
      };
      const rules = { createHTML: (text: string) => text };
      const attempts: Record<string, () => unknown> = {
        innerHTML: () => (element("div").innerHTML = image),
        insertAdjacentHTML: () => element("div").insertAdjacentHTML("beforeend", image),
        parseFromString: () => new DOMParser().parseFromString(image, "text/html"),
        srcdoc: () => ((element("iframe") as HTMLIFrameElement).srcdoc = image),
        "script text": () => inScript((script) => (script.textContent = run)),
        "script text node": () => inScript((script) => script.append(run)),
        "script data": () => inScript((script) => (script.src = `data:text/javascript,${run}`)),
        "script of another site": () => inScript((script) => (script.src = "https://x.example/a.js")),
        "script of our answers": () => inScript((script) => (script.src = "/trpc/items.getAll")),
        "event handler": () => element("img").setAttribute("onerror", run),
        // oxlint-disable-next-line no-eval
        eval: () => eval(run),
        "a policy": () => trustedTypes.createPolicy("mine", rules),
        "a second default policy": () => trustedTypes.createPolicy("default", rules),
      };
      return Object.entries(attempts).map(([what, attempt]) => {
        try {
          attempt();
          return `${what}: no error`;
        } catch (error) {
          return `${what}: ${(error as Error).name}`;
        }
      });
    });
    expect(outcomes).toEqual([
      "innerHTML: TypeError",
      "insertAdjacentHTML: TypeError",
      "parseFromString: TypeError",
      "srcdoc: TypeError",
      "script text: TypeError",
      // Chromium only does not run it.
      "script text node: no error",
      "script data: TypeError",
      "script of another site: TypeError",
      "script of our answers: TypeError",
      "event handler: TypeError",
      "eval: EvalError",
      "a policy: TypeError",
      "a second default policy: TypeError",
    ]);
    const said = await stopped();
    expect(said.some((text) => text.startsWith("require-trusted-types-for"))).toBe(true);
    expect(said.some((text) => text.startsWith("trusted-types"))).toBe(true);
    expect(await ranByMarkup(page)).toBe(false);
  });
});

for (const [name, address] of [
  ["a page that many are shown", "/"],
  ["a page of one's own", "/api/docs"],
]) {
  test(`a script in the HTML of ${name} does not run`, async ({ page }) => {
    const stopped = await watchPolicy(page);
    await page.route(`**${address}`, async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replace(
        "<head>",
        "<head><script>globalThis.ranByMarkup = true</script>",
      );
      await route.fulfill({ response, body: html });
    });
    await page.goto(address ?? "/");
    await expect(page.getByRole("banner")).toBeVisible();
    expect((await stopped()).some((text) => text.startsWith("script-src-elem inline"))).toBe(true);
    expect(await ranByMarkup(page)).toBe(false);
  });
}
