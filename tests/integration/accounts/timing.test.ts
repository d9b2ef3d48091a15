import { describe, expect, test } from "vitest";
import { seedUser } from "../../support/people/seed-users.ts";
import type { Kind } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { randomEmail } from "../../support/people/members.ts";
import { randomIp } from "../../support/people/visitor.ts";

const desk = useDesk();
const SAMPLES = 40;
const password = "not the password";

type Known = Kind | "unknown";

async function freshAddress(kind: Known): Promise<string> {
  const email = randomEmail();
  if (kind !== "unknown") await seedUser(desk.db, { email, kind });
  return email;
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;

/** Middle, low end (what other work on the machine disturbs least) and median absolute deviation, in ms. */
function measureOf(samples: readonly number[]) {
  const sorted = samples.toSorted((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const spread = quantile(
    samples.map((sample) => Math.abs(sample - median)).toSorted((a, b) => a - b),
    0.5,
  );
  return { median, low: quantile(sorted, 0.2), spread };
}

async function timeOf(path: string, input: object): Promise<number> {
  const [url, body, address] = [`${desk.web.url}/trpc/${path}`, JSON.stringify(input), randomIp()];
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": address },
    body,
  });
  await response.text();
  return performance.now() - startedAt;
}

/** One of each kind in turn, in another order each round, so that whatever slows the machine slows them alike. */
async function measure(path: string, kinds: readonly Known[], inputOf: (email: string) => object) {
  const taken = new Map<Known, number[]>(kinds.map((kind) => [kind, []]));
  for (let round = -2; round < SAMPLES; round++) {
    const turn = Math.abs(round) % kinds.length;
    for (const kind of [...kinds.slice(turn), ...kinds.slice(0, turn)]) {
      const ms = await timeOf(path, inputOf(await freshAddress(kind)));
      if (round >= 0) taken.get(kind)?.push(ms);
    }
  }
  return new Map([...taken].map(([kind, samples]) => [kind, measureOf(samples)]));
}

const distance = (ms: number, baseMs: number) => Math.abs(ms - baseMs) / baseMs;
const figure = (ms: number) => ms.toFixed(1);

// A leak is one in every try; a machine that does something else is not.
describe.for([
  ["auth.login", ["existing", "unknown", "passwordless"], (email: string) => ({ email, password })],
  ["auth.register", ["existing", "unknown"], (email: string) => ({ email, password, name: "Somebody" })],
  ["auth.resendOtp", ["existing", "unknown", "unverified"], (email: string) => ({ email })],
  ["auth.requestReset", ["existing", "unknown", "locked"], (email: string) => ({ email })],
  ["auth.verifyOtp", ["existing", "unknown", "unverified"], (email: string) => ({ email, code: "000000" })],
  [
    "auth.resetPassword",
    ["existing", "unknown", "locked"],
    (email: string) => ({ email, code: "000000", newPassword: password }),
  ],
] as const)("%s", ([path, kinds, inputOf]) => {
  test("takes as long whether or not there is an account", { retry: 2, timeout: 120_000 }, async () => {
    const measures = await measure(path, kinds, inputOf);
    const base = measures.get("existing") ?? measureOf([]);
    for (const [kind, { median, low, spread }] of measures) {
      process.stdout.write(
        `${path} ${kind}: ${figure(median)} ms, low ${figure(low)}, +-${figure(spread)}\n`,
      );
      // A leak moves both, noise one of them.
      const moved = Math.min(distance(low, base.low), distance(median, base.median));
      expect([kind, moved]).toEqual([kind, expect.toSatisfy(isUnder(0.25))]);
      const noise = 3 * Math.max(spread, base.spread, 0.1 * base.median);
      expect([kind, Math.abs(median - base.median)]).toEqual([kind, expect.toSatisfy(isUnder(noise))]);
    }
  });
});

function isUnder(limit: number) {
  return (value: number) => value < limit;
}
