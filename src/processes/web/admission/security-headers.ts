/** Headers in the form that Node writes fastest: name, value, name, value. Built once, not per request. */
export type HeaderList = readonly string[];

const base: HeaderList = [
  // Browsers ignore it over plain HTTP. No includeSubDomains: the domain's other hosts may belong to other services.
  ["Strict-Transport-Security", "max-age=31536000"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "same-origin"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
].flat();

const deniedFeatures = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

const sameOriginOnly: HeaderList = ["Cross-Origin-Resource-Policy", "same-origin"];
/** For answers that are not pages: if a browser renders one, it loads nothing and cannot be framed. */
const loadNothing: HeaderList = ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"];

/** For JSON that only our own pages read: tRPC, health, errors. */
export const DATA_HEADERS: HeaderList = [...base, ...sameOriginOnly, ...loadNothing];

/** For the public API, which any site's pages may read. */
export const OPEN_HEADERS: HeaderList = [
  ...base,
  "Cross-Origin-Resource-Policy",
  "cross-origin",
  ...loadNothing,
];

/** For build output. */
export const ASSET_HEADERS: HeaderList = [...base, ...sameOriginOnly];

const page: HeaderList = [...base, ...sameOriginOnly, "Permissions-Policy", deniedFeatures];

export const CSP_REPORT_PATH = "/csp-report";

export type PageHeaders = {
  /** `scripts`: the sources of this page's inline scripts, `'sha256-…'` or `'nonce-…'`. */
  withScripts(scripts: readonly string[]): HeaderList;
};

/**
 * Builds a page's headers, given the sources of its inline scripts. Styles may be inline, because Mantine and React
 * write style attributes. A string becomes HTML or the address of a script only if the page's one policy returns it
 * (`ui/shell/trusted-types.ts`). In development React uses eval, and hot reloading uses a WebSocket and writes strings.
 */
export function createPageHeaders(opts: { iconBaseUrl: string; dev: boolean }): PageHeaders {
  const icons = new URL(opts.iconBaseUrl).origin;
  const script = `default-src 'self'; script-src 'self'${opts.dev ? " 'unsafe-eval'" : ""}`;
  const rest = [
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' ${icons} data: blob:`,
    `connect-src 'self'${opts.dev ? " ws:" : ""}`,
    "worker-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(opts.dev ? [] : ["require-trusted-types-for 'script'", "trusted-types default"]),
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

/** Sets headers on an answer that another library writes. */
export function setHeaders(res: HeaderSink, headers: HeaderList): void {
  for (let at = 0; at < headers.length; at += 2) res.setHeader(headers[at] ?? "", headers[at + 1] ?? "");
}
