import type { IncomingMessage } from "node:http";
import { HOST } from "./unsafe-request.ts";

const ABSOLUTE = /^(https?):\/\/([^/?#]*)([^#]*)$/i;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443" };

/** An authority in one spelling: in lower case, without the default port of its scheme. */
function normalHost(authority: string, scheme: string): string {
  const host = authority.toLowerCase();
  const port = `:${DEFAULT_PORTS[scheme] ?? ""}`;
  return host.endsWith(port) ? host.slice(0, -port.length) : host;
}

/**
 * Replaces a target in absolute form by its path, and the Host header by its host (RFC 9112 3.2.2), if that is our own:
 * the host of PUBLIC_URL, or the one that the Host header names. Leaves every other target as it is, for the check of
 * unsafe requests to refuse.
 */
export function takeOwnTarget(req: IncomingMessage, publicOrigin: string): void {
  const { headers, url = "/" } = req;
  if (url.startsWith("/") || headers.host === undefined || !HOST.test(headers.host)) return;
  const [, scheme = "", authority = "", rest = ""] = ABSOLUTE.exec(url) ?? [];
  if (!HOST.test(authority)) return;
  const own = new URL(publicOrigin);
  const host = normalHost(authority, scheme.toLowerCase());
  const isOwn =
    host === normalHost(headers.host, scheme.toLowerCase()) ||
    host === normalHost(own.host, own.protocol.slice(0, -1));
  if (!isOwn) return;
  req.url = rest.startsWith("/") ? rest : `/${rest}`;
  headers.host = authority;
}
