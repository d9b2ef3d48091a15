import { describe, expect, test } from "vitest";
import { seedMember } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { randomEmail } from "../../support/people/members.ts";
import { randomIp, createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const MORE = 14;

/** How many of more tries than one address has come through when each says it comes from elsewhere. */
async function triesThrough(web: { url: string }, addressOf: (index: number) => string): Promise<number> {
  const statuses: number[] = [];
  for (let index = 0; index < MORE; index++) {
    const visitor = createVisitor(web, { address: addressOf(index) });
    statuses.push((await visitor.tell("auth.verifyOtp", { email: randomEmail(), code: "000000" })).status);
  }
  expect(statuses.filter((status) => status !== 400 && status !== 429)).toEqual([]);
  return statuses.filter((status) => status === 400).length;
}

describe("a peer that is not a trusted proxy", () => {
  test.each([
    ["another address each time", (n: number) => `203.0.113.${n}`],
    ["a proxy we trust", (n: number) => `10.0.0.${n}`],
    ["a chain that ends in a proxy we trust", (n: number) => `203.0.113.${n}, 10.0.0.1`],
  ])("gains nothing by sending %s", async (_what, addressOf) => {
    const web = await desk.startAnother({ trustedProxies: "10.0.0.0/8" });
    // All of these tests come from one address, the peer's, which the first of them may have used up.
    expect(await triesThrough(web, addressOf)).toBeLessThanOrEqual(10);
  });
});

describe("through a trusted proxy", () => {
  test.each([
    ["what the client wrote left of its address", (n: number, own: string) => `203.0.113.${n}, ${own}`],
    ["a trusted address on the left", (n: number, own: string) => `127.0.0.${n}, ${own}`],
    ["more proxies of ours on the right", (n: number, own: string) => `203.0.113.${n}, ${own}, 127.0.0.9`],
    ["a port", (n: number, own: string) => `${own}:${4_000 + n}`],
    ["spaces and empty entries", (n: number, own: string) => `${",".repeat(n)}${" ".repeat(n)}${own}`],
    ["an IPv6 wrapping", (n: number, own: string) => `203.0.113.${n}, ::ffff:${own}`],
  ])("%s gains nothing", async (_what, headerOf) => {
    const own = randomIp();
    expect(await triesThrough(desk.web, (index) => headerOf(index, own))).toBe(10);
  });

  test("an IPv6 /64 is counted as one client", async () => {
    const network = `2001:db8:${Math.floor(Math.random() * 65_536).toString(16)}:7`;
    expect(await triesThrough(desk.web, (n) => `${network}:${n}::${n}`)).toBe(10);
    expect(await triesThrough(desk.web, () => `${network.replace(/7$/, "8")}::1`)).toBe(10);
  });

  test.each([
    ["garbage", (n: number) => `${"not an address"} ${n}`],
    ["garbage in its place", (n: number) => `203.0.113.${n}, <script>alert(${n})</script>`],
    ["a number too large", (n: number) => `203.0.113.${256 + n}`],
    ["8 KB of it", (n: number) => `203.0.113.${n},`.repeat(600) + "x".repeat(n + 1)],
  ])("%s is counted as the proxy itself", async (_what, headerOf) => {
    const web = await desk.startAnother();
    expect(await triesThrough(web, headerOf)).toBeLessThanOrEqual(10);
  });

  test("a header that is too long is refused", async () => {
    const headers = { "x-forwarded-for": "203.0.113.1,".repeat(2_000) };
    expect((await fetch(`${desk.web.url}/trpc/auth.me`, { headers })).status).toBe(431);
  });

  test("the whole IP address is stored, without its port", async () => {
    for (const [said, kept] of [
      ["2001:db8::1:2:3:4", "2001:db8::1:2:3:4"],
      ["203.0.113.7, 198.51.100.9:4711", "198.51.100.9"],
      ["::ffff:198.51.100.10", "198.51.100.10"],
    ] as const) {
      const { email, password } = await seedMember(desk.web, desk.db);
      const browser = createVisitor(desk.web, { address: said });
      await browser.tell("auth.login", { email, password });
      const { sessions } = (await browser.ask("auth.sessions")).data as {
        sessions: { current: boolean; address: string }[];
      };
      expect(sessions.find(({ current }) => current)?.address).toBe(kept);
    }
  });
});
