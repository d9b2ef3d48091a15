/** Headers as node writes them fastest: name, value, name, value. Made once, never per request. */
export type HeaderList = readonly string[];

const base: HeaderList = [
  // Browsers ignore it over plain http. No includeSubDomains: the domain's other hosts are not ours to decide about.
  ["Strict-Transport-Security", "max-age=31536000"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "same-origin"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
].flat();

const noDevices = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

const ownOnly: HeaderList = ["Cross-Origin-Resource-Policy", "same-origin"];
/** What is no page loads nothing and stands in nobody's frame, should a browser ever show it as one. */
const inert: HeaderList = ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"];

/** Of JSON for our own pages: tRPC, health, errors. */
export const DATA_HEADERS: HeaderList = [...base, ...ownOnly, ...inert];

/** Of the public API, which any page may read. */
export const OPEN_HEADERS: HeaderList = [...base, "Cross-Origin-Resource-Policy", "cross-origin", ...inert];

/** Of build output. */
export const ASSET_HEADERS: HeaderList = [...base, ...ownOnly];

const page: HeaderList = [...base, ...ownOnly, "Permissions-Policy", noDevices];

export const CSP_REPORT_PATH = "/csp-report";

export type PageHeaders = {
  /** `scripts`: the sources of this page's inline scripts, `'sha256-…'` or `'nonce-…'`. */
  withScripts(scripts: readonly string[]): HeaderList;
};

/**
 * A page's headers but for the sources of its inline scripts. Styles may be inline: Mantine and React write style
 * attributes. In development React evaluates strings and the reloader speaks over a socket.
 */
export function createPageHeaders(opts: { iconBaseUrl: string; dev: boolean }): PageHeaders {
  const icons = new URL(opts.iconBaseUrl).origin;
  const script = `default-src 'self'; script-src 'self'${opts.dev ? " 'unsafe-eval'" : ""}`;
  const rest = [
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' ${icons} data: blob:`,
    `connect-src 'self'${opts.dev ? " ws:" : ""}`,
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    `report-uri ${CSP_REPORT_PATH}`,
  ].join("; ");
  return {
    withScripts: (scripts) => [
      ...page,
      "Content-Security-Policy",
      `${[script, ...scripts].join(" ")}; ${rest}`,
    ],
  };
}

type HeaderSink = { setHeader(name: string, value: string): unknown };

/** For answers that somebody else writes. */
export function setHeaders(res: HeaderSink, headers: HeaderList): void {
  for (let at = 0; at < headers.length; at += 2) res.setHeader(headers[at] ?? "", headers[at + 1] ?? "");
}
