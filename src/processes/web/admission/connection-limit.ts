import type { Server } from "node:http";
import type { Socket } from "node:net";
import { ipGroupOf, normalizeIp } from "#platform/limits/client-ip.ts";
import type { TrustedProxies } from "#platform/limits/client-ip.ts";

/** A /48 is one site, which may have several customers of a /64 each. */
const SITE_FACTOR = 4;

/**
 * Closes connections of a client that has `max` open ones already: of an IPv4 address, or of a /64 of IPv6; a /48 may
 * have four times as many. Trusted proxies are exempt, because they carry many clients. The counts are as many as the
 * open connections at most.
 */
export function limitConnections(
  server: Server,
  { max, trusted, onRefused }: { max: number; trusted: TrustedProxies; onRefused: () => void },
): void {
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const ip = normalizeIp(socket.remoteAddress ?? "");
    if (ip === null || trusted.has(ip)) return;
    const bounds = [
      [ipGroupOf(ip, 64), max],
      [`site ${ipGroupOf(ip, 48)}`, SITE_FACTOR * max],
    ] as const;
    if (bounds.some(([group, bound]) => (open.get(group) ?? 0) >= bound)) {
      socket.destroy();
      onRefused();
      return;
    }
    for (const [group] of bounds) open.set(group, (open.get(group) ?? 0) + 1);
    socket.once("close", () => {
      for (const [group] of bounds) {
        const left = (open.get(group) ?? 1) - 1;
        if (left === 0) open.delete(group);
        else open.set(group, left);
      }
    });
  });
}
