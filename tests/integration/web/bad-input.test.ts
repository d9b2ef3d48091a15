import { describe, expect, it } from "vitest";
import { useMarketWeb } from "../../support/market/market-web.ts";

const web = useMarketWeb();

const input = (value: string) => encodeURIComponent(value);
const batchOf = (count: number) =>
  `/trpc/${Array.from({ length: count }, () => "items.getStatus").join(",")}?batch=1&input=%7B%7D`;

const GETS: readonly [what: string, target: string, status: number][] = [
  ["input that is no JSON", "/trpc/items.get?input=%7Bnope", 400],
  ["no input where one is due", "/trpc/items.get", 400],
  ["an id of the wrong type", `/trpc/items.get?input=${input('{"id":"4151"}')}`, 400],
  ["a fraction as id", `/trpc/items.get?input=${input('{"id":1.5}')}`, 400],
  ["a negative id", `/trpc/items.get?input=${input('{"id":-1}')}`, 400],
  ["an id beyond 2^31", `/trpc/items.get?input=${input('{"id":99999999999}')}`, 400],
  ["an id beyond 2^53", `/trpc/items.get?input=${input('{"id":1e300}')}`, 400],
  ["a field nobody knows", `/trpc/items.get?input=${input('{"id":4151,"x":1}')}`, 400],
  ["an array as input", `/trpc/items.get?input=${input("[4151]")}`, 400],
  ["null as input", `/trpc/items.get?input=null`, 400],
  ["__proto__ in the input", `/trpc/items.get?input=${input('{"__proto__":{"id":4151}}')}`, 400],
  ["input that is nested 5,000 deep", `/trpc/items.get?input=${"[".repeat(5_000)}${"]".repeat(5_000)}`, 400],
  ["an unknown timestep", `/trpc/items.getPriceHistory?input=${input('{"itemId":1,"timestep":"2m"}')}`, 400],
  [
    "a range turned round",
    `/trpc/items.getPriceHistory?input=${input('{"itemId":1,"timestep":"1h","from":9,"to":3}')}`,
    400,
  ],
  [
    "a range of too many points",
    `/trpc/items.getPriceHistory?input=${input('{"itemId":1,"timestep":"5m","from":1}')}`,
    400,
  ],
  ["an empty search", `/trpc/items.search?input=${input('{"query":"  "}')}`, 400],
  [
    "a search of 1,000 letters",
    `/trpc/items.search?input=${input(JSON.stringify({ query: "a".repeat(1_000) }))}`,
    400,
  ],
  ["an unknown procedure", "/trpc/items.nope", 404],
  ["an unknown router", "/trpc/nope.getAll", 404],
  ["no procedure", "/trpc/", 404],
  ["__proto__ as path", "/trpc/__proto__", 404],
  ["__proto__ in the path", "/trpc/items.__proto__", 404],
  ["constructor in the path", "/trpc/constructor.prototype", 404],
  ["toString in the path", "/trpc/items.toString", 404],
  ["a path that is no percent-encoding", "/trpc/%E0%A4%A", 400],
  ["a query by a path with slashes", "/trpc/items/getAll", 404],
  ["1,000 calls in one batch", batchOf(1_000), 400],
  ["21 calls in one batch", batchOf(21), 400],
  ["an unknown health check", "/health/nope", 404],
];

describe("a GET with", () => {
  it.each(GETS)("%s is refused with a typed error and no stack", async (_what, target, status) => {
    const response = await fetch(web.url + target);
    const text = await response.text();
    expect(response.status, text).toBe(status);
    expect(text).not.toMatch(/\bat .*[/\\].*:\d+|node_modules|stack/);
    const answer = JSON.parse(text) as { error?: unknown } | { error?: unknown }[];
    expect(Array.isArray(answer) ? answer[0]?.error : answer.error).toBeTruthy();
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});

describe("a request with", () => {
  const post = (body: string, headers: Record<string, string> = { "content-type": "application/json" }) =>
    fetch(`${web.url}/trpc/items.get`, { method: "POST", body, headers });

  it("a body over the limit is 413", async () => {
    const response = await post(JSON.stringify({ id: "4".repeat(200_000) }));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { data: { code: "PAYLOAD_TOO_LARGE" } } });
  });

  it.each(['{"id":4151}', "{nope", ""])(
    "a query sent by POST is 405, whatever its body: %s",
    async (body) => {
      const response = await post(body);
      expect(response.status).toBe(405);
      expect(await response.json()).toMatchObject({ error: { data: { code: "METHOD_NOT_SUPPORTED" } } });
    },
  );

  it("a body of another content type is 415", async () => {
    const response = await post("id=4151", { "content-type": "text/plain" });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ error: { data: { code: "UNSUPPORTED_MEDIA_TYPE" } } });
  });

  it.each(["{nope", ""])("a mutation with a body that is no JSON is 400: %s", async (body) => {
    const response = await fetch(`${web.url}/trpc/auth.login`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { data: { code: "BAD_REQUEST" } } });
  });

  it.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("the method %s is 405", async (method) => {
    const response = await fetch(`${web.url}/trpc/items.getAll`, { method });
    expect(response.status).toBe(405);
    await response.body?.cancel();
  });

  it("a batch within the limit is answered call by call", async () => {
    const inputs = input(JSON.stringify({ 0: { id: 4151 }, 1: { id: 3 } }));
    const response = await fetch(`${web.url}/trpc/items.get,items.get?batch=1&input=${inputs}`);
    expect(response.status).toBe(207);
    expect(await response.json()).toMatchObject([
      { result: { data: { name: "Abyssal whip" } } },
      { error: { data: { code: "NOT_FOUND" } } },
    ]);
  });
});
