import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";

/** Addresses and ranges whose word about the client is taken: `10.0.0.0/8, ::1`. */
export type TrustedProxies = { has(address: string): boolean };

export const LOOPBACK = "127.0.0.0/8, ::1";

const familyOf = (address: string): "ipv4" | "ipv6" => (isIPv4(address) ? "ipv4" : "ipv6");

/** Null where one entry is neither an address nor a range in CIDR notation. */
export function parseTrustedProxies(list: string): TrustedProxies | null {
  const trusted = new BlockList();
  for (const entry of list.split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const [address = "", bits, ...rest] = entry.split("/");
    if (isIP(address) === 0 || rest.length > 0) return null;
    if (bits === undefined) {
      trusted.addAddress(address, familyOf(address));
      continue;
    }
    if (!/^\d{1,3}$/.test(bits) || Number(bits) > (isIPv4(address) ? 32 : 128)) return null;
    trusted.addSubnet(address, Number(bits), familyOf(address));
  }
  return { has: (address) => isIP(address) !== 0 && trusted.check(address, familyOf(address)) };
}

/** One spelling an address: no port, no brackets, no zone, IPv4 out of its IPv6 wrapping; null where it is none. */
export function normalizeIp(text: string): string | null {
  const trimmed = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(trimmed)?.[1];
  const bare = (bracketed ?? withPort ?? trimmed).split("%", 1)[0] ?? "";
  const wrapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  return isIP(wrapped) === 0 ? null : wrapped;
}

/**
 * Who asks: the right-most address of `X-Forwarded-For` that is no trusted proxy, read only where the peer is one.
 * What stands further left, or behind an entry that is no address, is anybody's invention.
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
    const address = hop === undefined ? null : normalizeIp(hop);
    if (address === null) break;
    client = address;
  }
  return client;
}

/** What one household is counted by: an IPv4 address, or the /64 that a provider gives out whole. */
export function rateLimitKeyOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
