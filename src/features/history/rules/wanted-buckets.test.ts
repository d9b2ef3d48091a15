import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newestClosedMs, stepMs, storedSteps } from "./bucket.ts";
import { isUrgent, nextPollInMs, wantedBuckets } from "./wanted-buckets.ts";

const NOW = Date.UTC(2026, 8, 21, 12, 7, 30);
const at = (iso: string) => Date.parse(iso);

describe("wantedBuckets", () => {
  const wanted = wantedBuckets(NOW);

  it("is a day of 5m, 15 days of 1h and a year of 24h, each once", () => {
    const count = (step: string) => wanted.filter((bucket) => bucket.step === step).length;
    expect([count("5m"), count("1h"), count("24h")]).toEqual([288, 360, 365]);
    expect(new Set(wanted.map((bucket) => `${bucket.step}${bucket.bucketAtMs}`)).size).toBe(wanted.length);
  });

  it("starts with the newest 24 hours, newest first", () => {
    expect(wanted[0]).toEqual({ step: "1h", bucketAtMs: at("2026-09-21T11:00:00Z") });
    expect(wanted[23]).toEqual({ step: "1h", bucketAtMs: at("2026-09-20T12:00:00Z") });
    expect(wanted[24]).toEqual({ step: "5m", bucketAtMs: at("2026-09-21T12:00:00Z") });
    expect(wanted.filter((bucket) => isUrgent(bucket, NOW))).toEqual(wanted.slice(0, 24));
    expect(wanted.at(-1)).toEqual({ step: "24h", bucketAtMs: at("2025-09-21T00:00:00Z") });
  });

  it("leaves a bucket that closed just now to the live poll", () => {
    const soon = wantedBuckets(at("2026-09-21T12:01:00Z"));
    expect(soon[0]).toEqual({ step: "1h", bucketAtMs: at("2026-09-21T10:00:00Z") });
    expect(soon[24]).toEqual({ step: "5m", bucketAtMs: at("2026-09-21T11:50:00Z") });
  });

  it("wants only closed buckets on their borders, at any time", () => {
    fc.assert(
      fc.property(fc.integer({ min: at("2015-01-01"), max: at("2040-01-01") }), (nowMs) => {
        for (const { step, bucketAtMs } of wantedBuckets(nowMs)) {
          expect(bucketAtMs % stepMs(step)).toBe(0);
          expect(bucketAtMs + stepMs(step)).toBeLessThanOrEqual(nowMs);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("nextPollInMs", () => {
  it("waits until shortly after the next bucket closes", () => {
    const newest = at("2026-09-21T12:00:00Z");
    expect(NOW + nextPollInMs("5m", newest, NOW)).toBe(at("2026-09-21T12:10:10Z"));
  });

  it("asks every 15 s while a bucket is due, and more seldom the longer it is late", () => {
    const stored = at("2026-09-21T10:00:00Z");
    expect(nextPollInMs("1h", stored, at("2026-09-21T12:00:12Z"))).toBe(15_000);
    expect(nextPollInMs("1h", stored, at("2026-09-21T12:02:00Z"))).toBe(15_000);
    expect(nextPollInMs("1h", stored, at("2026-09-21T12:40:00Z"))).toBe(300_000);
    expect(nextPollInMs("24h", null, at("2026-09-21T12:40:00Z"))).toBe(600_000);
  });

  it("always waits, and never past the next bucket by more than its settling", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...storedSteps),
        fc.integer({ min: at("2020-01-01"), max: at("2030-01-01") }),
        fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
        (step, nowMs, behind) => {
          const newest = behind === null ? null : newestClosedMs(step, nowMs) - behind * stepMs(step);
          const wait = nextPollInMs(step, newest, nowMs);
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThanOrEqual(stepMs(step) + 600_000);
        },
      ),
    );
  });
});
