/** Trusted HTML, which is not escaped. */
export type Html = { html: string };

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);

type Part = Html | Html[] | number | string | null | undefined | false;

const render = (part: Part): string => {
  if (part === null || part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(({ html }) => html).join("");
  return typeof part === "object" ? part.html : escape(String(part));
};

/** A template tag that escapes its values unless they are Html. */
export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html => ({
  html: texts.map((text, index) => text + render(parts[index])).join(""),
});

/** `cents` is in the smallest unit of the currency, which for yen is the yen. */
export function money(cents: number, currency: string): string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  return format.format(cents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const DAYS = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});
export const day = (seconds: number): string => DAYS.format(seconds * 1000);

const STYLE = `
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;background:#f4f5f7;color:#1a1f36}
.mode{margin:0;padding:.5rem 1rem;background:#7a3e00;color:#fff;text-align:center;font-weight:600}
main{max-width:34rem;margin:2rem auto;padding:1.5rem;background:#fff;border-radius:.5rem}
h1{font-size:1.4rem;margin-top:0}h2{font-size:1.1rem}
label{display:block;margin:.8rem 0 .2rem;font-weight:600}
input:not([type=radio]){width:100%;padding:.6rem;border:1px solid #5c6b82;border-radius:.3rem;font:inherit;background:inherit;color:inherit}
button,.button{display:inline-block;margin:1rem .5rem 0 0;padding:.6rem 1.1rem;border:0;border-radius:.3rem;background:#3b37c9;color:#fff;font:inherit;font-weight:600;cursor:pointer;text-decoration:none}
button.quiet{background:#4a5568}
a{color:#3b37c9}
fieldset{border:1px solid #5c6b82;border-radius:.3rem;margin:1rem 0}
.error{padding:.7rem;border-left:4px solid #b3261e;background:#fdecea;color:#601410}
.note{padding:.7rem;border-left:4px solid #1e6b3a;background:#e8f5ec;color:#0c3a1d}
table{width:100%;border-collapse:collapse}td,th{padding:.35rem .25rem;text-align:left;border-bottom:1px solid #c5ccd6}
td.amount,th.amount{text-align:right;font-variant-numeric:tabular-nums}
:focus-visible{outline:3px solid currentColor;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#12141c;color:#e6e9f0}main{background:#1d2130}a{color:#a9a7ff}}
`;

/** A complete page of the simulated Stripe; it works without scripts. */
export const layout = (title: string, body: Html): string =>
  `<!doctype html>${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>
          ${{ html: STYLE }}
        </style>
      </head>
      <body>
        <p class="mode">Test mode: simulated payments, no money moves</p>
        <main>${body}</main>
      </body>
    </html>`.html
  }`;
