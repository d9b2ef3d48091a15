import { expect, it } from "vitest";
import { MARKET_NOW } from "../../support/market/market.ts";
import { useMarketWeb } from "../../support/market/market-web.ts";
import { randomIp } from "../../support/people/visitor.ts";

/** As many items as the exchange has; their list is about as large as the real one. */
const ITEMS = 4_200;
const LIMIT = 300;
const POINT_BYTES = 64 * 1024;

const web = useMarketWeb({
  seed: ({ sql }) => sql`
    insert into items (id, name, examine, members, icon, updated_at)
    select n, 'Item of a long name ' || n, '', true, '', ${MARKET_NOW} from generate_series(100000, ${100_000 + ITEMS}::int) n`,
});

type Options = { encoding?: string; etag?: string };

/** A client of its own address, which sends a target as it is. */
function createClient() {
  const ip = randomIp();
  return async (target: string, { encoding = "identity", etag }: Options = {}) => {
    const response = await fetch(`${web.url}/trpc/${target}`, {
      headers: {
        "x-forwarded-for": ip,
        "accept-encoding": encoding,
        ...(etag !== undefined && { "if-none-match": etag }),
      },
    });
    const bytes = (await response.arrayBuffer()).byteLength;
    const left = Number(response.headers.get("ratelimit-remaining"));
    return { status: response.status, bytes, left, etag: response.headers.get("etag") ?? "" };
  };
}

const listBatch = (size: number, padding = "") => {
  const input = Object.fromEntries(Array.from({ length: size }, (_, index) => [index, {}]));
  const text = JSON.stringify(input).replace("{", `{${padding}`);
  return `${Array.from({ length: size }, () => "items.getAll").join()}?batch=1&input=${encodeURIComponent(text)}`;
};

it("a cached answer costs what is sent of it, and nothing more if the client has it", async () => {
  await createClient()("items.getAll");
  const ask = createClient();
  const plain = await ask("items.getAll");
  expect(plain.left).toBe(LIMIT - Math.ceil(plain.bytes / POINT_BYTES));
  expect(plain.bytes).toBeGreaterThan(4 * POINT_BYTES);
  const again = await ask("items.getAll", { etag: plain.etag });
  expect([again.status, again.left]).toEqual([304, plain.left - 1]);
});

it("a batch costs what its answers cost, so that an address gets few large ones", async () => {
  const ask = createClient();
  const first = await ask(listBatch(4));
  expect(first.status).toBe(200);
  // It is made and sent once, uncompressed.
  expect(first.left).toBe(LIMIT - Math.ceil((2 * first.bytes) / POINT_BYTES));
  const statuses = [];
  for (let left = first.left; left > 0;) {
    const next = await ask(listBatch(4));
    statuses.push(next.status);
    left = next.left;
  }
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(statuses.length * first.bytes).toBeLessThan(LIMIT * POINT_BYTES);
  expect((await ask(listBatch(4))).status).toBe(429);
});

it("fifteen batches of 20 lists, each spelled another way, send less than two lists", async () => {
  const ask = createClient();
  const list = await createClient()("items.getAll");
  let sent = 0;
  for (let turn = 1; turn <= 15; turn++) {
    const { status, bytes } = await ask(listBatch(20, " ".repeat(turn)));
    expect(status).toBe(413);
    sent += bytes;
  }
  expect(sent).toBeLessThan(2 * list.bytes);
  expect((await ask(listBatch(20))).status).toBe(429);
});
