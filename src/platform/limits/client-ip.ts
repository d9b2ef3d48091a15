import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";

/** IP addresses and ranges whose `X-Forwarded-For` header is believed, such as `10.0.0.0/8, ::1`. */
export type TrustedProxies = { has(ip: string): boolean };

export const LOOPBACK = "127.0.0.0/8, ::1";

const familyOf = (ip: string): "ipv4" | "ipv6" => (isIPv4(ip) ? "ipv4" : "ipv6");

/** Parses a comma-separated list. Null if one entry is neither an IP address nor a range in CIDR notation. */
export function parseTrustedProxies(list: string): TrustedProxies | null {
  const trusted = new BlockList();
  for (const entry of list.split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const [ip = "", bits, ...rest] = entry.split("/");
    if (isIP(ip) === 0 || rest.length > 0) return null;
    if (bits === undefined) {
      trusted.addAddress(ip, familyOf(ip));
      continue;
    }
    if (!/^\d{1,3}$/.test(bits) || Number(bits) > (isIPv4(ip) ? 32 : 128)) return null;
    trusted.addSubnet(ip, Number(bits), familyOf(ip));
  }
  return { has: (ip) => isIP(ip) !== 0 && trusted.check(ip, familyOf(ip)) };
}

/** Removes port, brackets and zone, and unwraps IPv4-mapped IPv6 addresses; null if the text is no IP address. */
export function normalizeIp(text: string): string | null {
  const trimmed = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(trimmed)?.[1];
  const bare = (bracketed ?? withPort ?? trimmed).split("%", 1)[0] ?? "";
  const unwrapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  return isIP(unwrapped) === 0 ? null : unwrapped;
}

/**
 * The client's IP address: the right-most one of `X-Forwarded-For` that is not a trusted proxy, if the peer is a trusted
 * proxy, else the peer's. Entries further left, or left of an invalid entry, can be forged. `unknown` without a peer.
 */
export function clientIpOf(opts: {
  peer: string | undefined;
  forwardedFor: string | undefined;
  trusted: TrustedProxies;
}): string {
  let client = normalizeIp(opts.peer ?? "") ?? "unknown";
  if (opts.forwardedFor === undefined) return client;
  const hops = opts.forwardedFor.split(",");
  while (opts.trusted.has(client)) {
    const hop = hops.pop();
    const ip = hop === undefined ? null : normalizeIp(hop);
    if (ip === null) break;
    client = ip;
  }
  return client;
}

/** What an anonymous caller is counted by: an IPv4 address, or the /64 of an IPv6 address (one customer). */
export const rateLimitKeyOf = (ip: string): string => ipGroupOf(ip, 64);

/** An IPv4 address itself, or the network of an IPv6 address with this many bits. */
export function ipGroupOf(ip: string, bits: 48 | 64): string {
  if (!isIPv6(ip)) return ip;
  const [head = "", tail] = ip.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const groups = [...left, ...zeros, ...right].slice(0, bits / 16);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/${bits}`;
}
