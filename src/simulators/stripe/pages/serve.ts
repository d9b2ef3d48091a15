import type { IncomingMessage, ServerResponse } from "node:http";

import { readBody, send } from "#simulators/stripe/api/respond.ts";
import type { World } from "#simulators/stripe/world.ts";
import { checkoutPage } from "./checkout.ts";
import { html, layout } from "./html.ts";
import { invoicePage } from "./invoice.ts";
import { portalPage } from "./portal.ts";
import type { PageAnswer, PageRequest } from "./page.ts";

type Page = (request: PageRequest) => PageAnswer | null;
const PAGES: [RegExp, Page][] = [
  [/^\/c\/pay\/(?<id>\w+)$/, checkoutPage],
  [/^\/p\/session\/(?<id>\w+)(?:\/(?<action>\w+))?$/, portalPage],
  [/^\/i\/(?<id>\w+)$/, invoicePage],
];
const HTML = "text/html; charset=utf-8";

/** Serves the hosted pages; `onRequestDone` is called after a form was submitted. */
export function createPages(world: World, onRequestDone: () => void) {
  return async function servePage(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    response.setHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
    response.setHeader("referrer-policy", "no-referrer");
    const method = request.method ?? "GET";
    const body = await readBody(request);
    const form = Object.fromEntries(new URLSearchParams(method === "POST" ? (body ?? "") : url.search));
    let answer: PageAnswer | null = null;
    for (const [pattern, page] of PAGES) {
      const found = pattern.exec(url.pathname)?.groups;
      if (found === undefined) continue;
      answer = page({ world, id: found["id"] ?? "", action: found["action"] ?? "", method, form });
    }
    if (method === "POST") onRequestDone();
    if (answer === null) return send(response, 404, HTML, layout("Not found", html`<h1>Not found</h1>`));
    if ("html" in answer) return send(response, answer.status, HTML, answer.html);
    response.writeHead(303, { location: answer.redirect, "content-length": 0 }).end();
    return undefined;
  };
}
