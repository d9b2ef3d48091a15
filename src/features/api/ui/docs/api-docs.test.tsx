import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { endpointPages } from "#features/api/rules/openapi.ts";
import { ApiDocs } from "./api-docs.tsx";

const html = renderToStaticMarkup(<ApiDocs />);

test("every endpoint has a section, a link to it and a link that calls it", () => {
  for (const { path, tryUrl, parameters } of endpointPages()) {
    expect(html).toContain(`id="${path}"`);
    expect(html).toContain(`href="#${path}"`);
    expect(html).toContain(`href="${tryUrl.replaceAll("&", "&amp;")}"`);
    for (const { name } of parameters) expect(html).toContain(`<code>${name}</code>`);
  }
});

test("text between backticks is rendered as code", () => {
  expect(html).not.toContain("`");
  expect(html).toContain("<code>from</code>");
});
