import type { MailContent } from "./contract.ts";

export type RenderedMail = { subject: string; text: string; html: string };

/** Format characters: marks that turn the direction of what follows, letters nobody sees; tools for passing as another. */
const DECEIVING = /\p{Cf}/gu;
const CONTROLS = /\p{Cc}|[\u2028\u2029]/gu;

/** One line of plain text with nothing hidden in it: names that people chose pass through here. */
const plain = (value: string): string => value.replaceAll(DECEIVING, "").replaceAll(CONTROLS, " ").trim();

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (value: string): string =>
  plain(value).replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

/** Colours that read on white and on near-black alike; elsewhere the reader's own are left alone. */
const BODY =
  "margin:0 auto;padding:24px;max-width:32em;font:16px/1.5 system-ui,-apple-system,Segoe UI,sans-serif";
const HEADING = "margin:0 0 16px;font-size:22px;line-height:1.3";
const PARAGRAPH = "margin:0 0 16px";
const CODE =
  "margin:0 0 16px;font:700 34px/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.2em;overflow-wrap:anywhere";
const BUTTON =
  "display:inline-block;padding:10px 20px;border-radius:6px;background:#1c64d9;color:#ffffff;font-weight:600;text-decoration:none";
const FOOTNOTE = "margin:24px 0 0;font-size:14px;color:#767676";

function toText({ heading, paragraphs, code, action, footnote }: MailContent): string {
  const parts = [
    plain(heading),
    ...paragraphs.map(plain),
    ...(code === undefined ? [] : [`    ${plain(code)}`]),
    ...(action === undefined ? [] : [`${plain(action.label)}:\n${plain(action.url)}`]),
    ...(footnote === undefined ? [] : [`-- \n${plain(footnote)}`]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function toHtml({ subject, heading, paragraphs, code, action, footnote }: MailContent): string {
  const parts = [
    `<h1 style="${HEADING}">${escaped(heading)}</h1>`,
    ...paragraphs.map((paragraph) => `<p style="${PARAGRAPH}">${escaped(paragraph)}</p>`),
    ...(code === undefined ? [] : [`<p style="${CODE}">${escaped(code)}</p>`]),
    ...(action === undefined
      ? []
      : [
          `<p style="${PARAGRAPH}"><a href="${escaped(action.url)}" style="${BUTTON}">${escaped(action.label)}</a></p>`,
        ]),
    ...(footnote === undefined ? [] : [`<p style="${FOOTNOTE}">${escaped(footnote)}</p>`]),
  ];
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(subject)}</title></head>`,
    `<body style="${BODY}">`,
    ...parts,
    "</body></html>",
    "",
  ].join("\n");
}

/** The same mail as plain text and as HTML without tables, images or style sheets. */
export const renderMail = (content: MailContent): RenderedMail => ({
  subject: plain(content.subject),
  text: toText(content),
  html: toHtml(content),
});
