const EVERY_ADDRESS = new Set(["0.0.0.0", "::"]);
const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/** A URL at which this machine reaches a server that listens on `host`. */
export const reachableUrl = (host: string, port: number): string =>
  `http://${EVERY_ADDRESS.has(host) ? "127.0.0.1" : bracketed(host)}:${port}`;

/** The URL that a person on this machine types: `localhost` where that is meant, because without https it alone can sign in. */
export const typedUrl = (host: string, port: number): string =>
  host === "127.0.0.1" || EVERY_ADDRESS.has(host)
    ? `http://localhost:${port}`
    : `http://${bracketed(host)}:${port}`;

/** The same, and who else reaches it. */
export const describeAddress = (host: string, port: number): string =>
  typedUrl(host, port) + (EVERY_ADDRESS.has(host) ? " (and on every address of this machine)" : "");
