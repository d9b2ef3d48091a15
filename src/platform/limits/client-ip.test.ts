import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LOOPBACK, rateLimitKeyOf, clientIpOf, parseTrustedProxies, normalizeIp } from "./client-ip.ts";

function trust(list: string) {
  const trusted = parseTrustedProxies(list);
  if (trusted === null) throw new Error(`${list} is not a list of proxies`);
  return trusted;
}
const loopback = trust(LOOPBACK);

describe("the client's IP address", () => {
  test("is the peer's if the peer is not a trusted proxy, whatever it claims", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.string(), (peer, forwardedFor) => {
        fc.pre(!loopback.has(peer));
        expect(clientIpOf({ peer, forwardedFor, trusted: loopback })).toBe(peer);
      }),
    );
  });

  test("is the right-most that is not a trusted proxy", () => {
    const trusted = trust("127.0.0.1, 10.0.0.0/8, fd00::/8");
    const of = (forwardedFor: string) => clientIpOf({ peer: "127.0.0.1", forwardedFor, trusted });
    expect(of("203.0.113.7")).toBe("203.0.113.7");
    expect(of("198.51.100.1, 203.0.113.7, 10.1.2.3")).toBe("203.0.113.7");
    expect(of("198.51.100.1, 203.0.113.7:4711, fd00::5")).toBe("203.0.113.7");
    expect(of("10.9.9.9, 10.1.2.3")).toBe("10.9.9.9");
  });

  test("does not depend on entries that the client sent", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (forged) => {
        const forwardedFor = [...forged, "203.0.113.7"].join(",");
        expect(clientIpOf({ peer: "::ffff:127.0.0.1", forwardedFor, trusted: loopback })).toBe("203.0.113.7");
      }),
    );
  });

  test("is the last proxy's if the next entry is no IP address", () => {
    const of = (forwardedFor: string) => clientIpOf({ peer: "127.0.0.1", forwardedFor, trusted: loopback });
    expect(of("203.0.113.7, unknown")).toBe("127.0.0.1");
    expect(of("")).toBe("127.0.0.1");
    expect(clientIpOf({ peer: undefined, forwardedFor: "1.2.3.4", trusted: loopback })).toBe("unknown");
  });
});

test("an IP address is normalized to one spelling", () => {
  expect(normalizeIp(" ::ffff:192.0.2.1 ")).toBe("192.0.2.1");
  expect(normalizeIp("192.0.2.1:80")).toBe("192.0.2.1");
  expect(normalizeIp("[2001:db8::1]:443")).toBe("2001:db8::1");
  expect(normalizeIp("fe80::1%eth0")).toBe("fe80::1");
  expect(normalizeIp("999.0.0.1")).toBeNull();
  expect(normalizeIp("<script>")).toBeNull();
});

test("the rate limit key is an IPv4 address or an IPv6 /64", () => {
  expect(rateLimitKeyOf("192.0.2.1")).toBe("192.0.2.1");
  expect(rateLimitKeyOf("2001:db8::1")).toBe("2001:db8:0:0::/64");
  expect(rateLimitKeyOf("2001:0DB8:0:0:ffff:1:2:3")).toBe("2001:db8:0:0::/64");
  expect(rateLimitKeyOf("2001:db8:0:1::1")).not.toBe(rateLimitKeyOf("2001:db8::1"));
  expect(rateLimitKeyOf("::1")).toBe("0:0:0:0::/64");
});

test("a list of proxies with one invalid entry is invalid", () => {
  expect(parseTrustedProxies("10.0.0.0/33")).toBeNull();
  expect(parseTrustedProxies("10.0.0.0/8, proxy.local")).toBeNull();
  expect(parseTrustedProxies("10.0.0.0/8/8")).toBeNull();
  expect(trust("").has("127.0.0.1")).toBe(false);
});
