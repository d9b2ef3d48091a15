import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/**
 * Whether a request to a control path comes from elsewhere: another machine, a page in a browser on this one, which names
 * its origin, or a name that somebody points at this machine.
 */
export const isForeign = ({ socket, headers }: IncomingMessage): boolean =>
  !LOOPBACK.test(socket.remoteAddress ?? "") ||
  headers.origin !== undefined ||
  headers["sec-fetch-site"] !== undefined ||
  !LOOPBACK_HOST.test(headers.host ?? "");
