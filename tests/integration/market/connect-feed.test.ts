import { createServer } from "node:http";
import type { Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connectFeed } from "#features/feed/connect-feed.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import {
  createTestClock,
  neverAborted,
  openTestUpstream,
  startTestFeed,
} from "../../support/servers/feed.ts";

let database: TestDatabase;
let undo: (() => Promise<unknown>)[];
const clock = createTestClock();

beforeEach(async () => {
  database = await createTestDatabase();
  undo = [database.drop];
});
afterEach(async () => {
  for (const step of undo.toReversed()) await step();
});

const join = (url: string) =>
  connectFeed({ sql: database.db.sql, clock, upstream: openTestUpstream(url, clock) }, neverAborted);
const held = async () => {
  const [state] = await database.db.sql`select url, source from feed_state`;
  return state;
};
const problem = async () => {
  const [state] = await database.db.sql<{ problem: string }[]>`
    select problem from feed_endpoints where endpoint = 'latest'`;
  return state?.problem ?? null;
};

async function simulator(): Promise<string> {
  const feed = await startTestFeed(clock, { itemLimit: 5 });
  undo.push(feed.close);
  return feed.url;
}

/** A feed that is neither the wiki nor a simulator. */
async function otherFeed(): Promise<string> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"data":{}}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}/api`;
}

describe("a new database", () => {
  test("becomes the feed's that answers first", async () => {
    const url = await simulator();
    expect(await join(url)).toEqual({ joined: true, feed: { url, source: "simulated" } });
    expect(await held()).toEqual({ url, source: "simulated" });
  });

  test("stores the URL without a slash at its end", async () => {
    const url = await otherFeed();
    await join(`${url.replace("127.0.0.1", "localhost")}/`);
    expect(await held()).toEqual({ url: url.replace("127.0.0.1", "localhost"), source: "other" });
  });

  test("tells the page what it waits for while the feed is silent", async () => {
    expect(await join("http://127.0.0.1:1/api")).toMatchObject({ joined: false });
    expect(await problem()).toBe("The price feed could not be reached.");
    expect(await held()).toEqual({ url: null, source: null });
  });
});

describe("a database that holds prices", () => {
  test("takes the same feed again, and a simulator on any port", async () => {
    const [first, second, other] = [await simulator(), await simulator(), await otherFeed()];
    await join(first);
    expect(await join(second)).toMatchObject({ joined: true });
    expect(await held()).toEqual({ url: second, source: "simulated" });

    await database.db.sql`update feed_state set url = null, source = null`;
    await join(other);
    expect(await join(other)).toMatchObject({ joined: true });
  });

  test("refuses another feed, and stays as it was", async () => {
    const [simulated, other, another] = [await simulator(), await otherFeed(), await otherFeed()];
    await join(simulated);
    await expect(join(other)).rejects.toMatchObject({
      code: "conflict",
      message:
        `This database holds the prices of ${simulated} (simulated), and the worker is pointed at ${other} (other). ` +
        "Point it back, or give the other feed a database of its own.",
    });
    expect(await held()).toEqual({ url: simulated, source: "simulated" });

    await database.db.sql`update feed_state set url = ${other}, source = 'other'`;
    await expect(join(another)).rejects.toMatchObject({ code: "conflict" });
    await expect(join(simulated)).rejects.toMatchObject({ code: "conflict" });
  });

  test("is not told about the silence of a feed that may not be its own", async () => {
    await join(await simulator());
    expect(await join("http://127.0.0.1:1/api")).toMatchObject({ joined: false });
    expect(await problem()).toBeNull();
  });
});
