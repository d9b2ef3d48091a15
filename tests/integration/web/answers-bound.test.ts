import { expect, it } from "vitest";
import { features } from "#server/features.ts";
import type { Feature } from "#trpc/feature.ts";
import { useMarketWeb } from "../../support/market/market-web.ts";

/** What may be made at once, and what may wait for it. */
const MAKING = 10;
const WAITING = 200;
let started = 0;
const blocked = Promise.withResolvers<void>();

/** Each path below /slow is an answer of its own, which is ready when the test says so. */
const slow: Feature = {
  name: "slow",
  http: [
    {
      matches: (path) => path.startsWith("/slow/"),
      answer: (_deps, { path }) => ({
        key: path,
        load: async () => {
          started += 1;
          await blocked.promise;
          const body = Buffer.from("{}");
          return {
            status: 200,
            contentType: "application/json",
            body,
            lifetime: null,
            cacheControl: "no-store",
          };
        },
      }),
    },
  ],
};

const web = useMarketWeb({ features: [...features, slow] });

it("beyond the answers that may be made and wait, a request gets 503 at once; cached ones are answered", async () => {
  expect((await web.query("items.getAll")).status).toBe(200);
  const asked = Array.from({ length: MAKING + WAITING + 1 }, (_, at) => fetch(`${web.url}/slow/${at}`));
  // All others wait, so the first answer is that of the one for which there was no room.
  const refused = await Promise.race(asked);
  expect(started).toBe(MAKING);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await refused.json()).toMatchObject({ error: { code: "unavailable" } });
  const call = await web.query("items.get", { id: 4151 });
  expect([call.status, call.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await call.json()).toMatchObject({
    error: { data: { app: { code: "unavailable", retryAfterS: 1 } } },
  });
  expect((await web.query("items.getAll")).status).toBe(200);
  blocked.resolve();
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  // On a slow machine some have waited for their half second meanwhile.
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(MAKING);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect((await web.query("items.get", { id: 4151 })).status).toBe(200);
});
