import type { MailContent } from "./contract.ts";

export type RenderedMail = { subject: string; text: string; html: string };

/** Format characters, such as direction marks and zero-width characters, with which a name can look like another one. */
const FORMAT_CHARACTERS = /\p{Cf}/gu;
const CONTROLS = /\p{Cc}|[\u2028\u2029]/gu;

/** Removes format characters and line breaks, because texts contain names that users chose. */
const toPlainLine = (value: string): string =>
  value.replaceAll(FORMAT_CHARACTERS, "").replaceAll(CONTROLS, " ").trim();

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (value: string): string =>
  toPlainLine(value).replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

/** These colours are readable on light and dark backgrounds. All other colours are left to the mail reader. */
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
    toPlainLine(heading),
    ...paragraphs.map(toPlainLine),
    ...(code === undefined ? [] : [`    ${toPlainLine(code)}`]),
    ...(action === undefined ? [] : [`${toPlainLine(action.label)}:\n${toPlainLine(action.url)}`]),
    ...(footnote === undefined ? [] : [`-- \n${toPlainLine(footnote)}`]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function toHtml({ subject, heading, paragraphs, code, action, footnote }: MailContent): string {
  const parts = [
    `<h1 style="${HEADING}">${escapeHtml(heading)}</h1>`,
    ...paragraphs.map((paragraph) => `<p style="${PARAGRAPH}">${escapeHtml(paragraph)}</p>`),
    ...(code === undefined ? [] : [`<p style="${CODE}">${escapeHtml(code)}</p>`]),
    ...(action === undefined
      ? []
      : [
          `<p style="${PARAGRAPH}"><a href="${escapeHtml(action.url)}" style="${BUTTON}">${escapeHtml(action.label)}</a></p>`,
        ]),
    ...(footnote === undefined ? [] : [`<p style="${FOOTNOTE}">${escapeHtml(footnote)}</p>`]),
  ];
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(subject)}</title></head>`,
    `<body style="${BODY}">`,
    ...parts,
    "</body></html>",
    "",
  ].join("\n");
}

/** Renders a mail as plain text and as HTML without tables, images or style sheets. */
export const renderMail = (content: MailContent): RenderedMail => ({
  subject: toPlainLine(content.subject),
  text: toText(content),
  html: toHtml(content),
});
