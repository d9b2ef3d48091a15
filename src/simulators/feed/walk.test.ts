import { beforeAll, describe, expect, test } from "vitest";

import { loadCatalogue } from "./catalogue.ts";
import { buildModel } from "./model.ts";
import type { Model } from "./model.ts";
import { dayVolume, hourVolume } from "./volumes.ts";
import { DAY_S, eventsAt, logMiddle } from "./walk.ts";

const START_DAY = 20_000;
let model: Model;
beforeAll(async () => {
  model = buildModel(await loadCatalogue(200), 9);
});

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("the walk", () => {
  test("reverts to the reference price, but moves from month to month", () => {
    const drifts = range(model.count).map((i) => {
      const logs = range(1_000).map((k) => logMiddle(model, i, (START_DAY + k) * DAY_S));
      expect(Math.max(...logs) - Math.min(...logs)).toBeGreaterThan(0.03);
      return mean(logs) - (model.logReferences[i] ?? 0);
    });
    expect(Math.abs(mean(drifts))).toBeLessThan(0.02);
    expect(Math.max(...drifts.map(Math.abs))).toBeLessThan(0.15);
  });

  test("is smooth apart from its events: it moves little in five minutes", () => {
    for (const i of range(model.count)) {
      const at = (START_DAY + i) * DAY_S;
      const step = logMiddle(model, i, at + 300) - eventsAt(model, i, at + 300);
      expect(Math.abs(step - (logMiddle(model, i, at) - eventsAt(model, i, at)))).toBeLessThan(0.01);
    }
  });

  test("has dumps and spikes that decay", () => {
    const peaks = range(model.count).flatMap((i) =>
      range(400).map((k) => eventsAt(model, i, (START_DAY + k / 4) * DAY_S)),
    );
    expect(Math.min(...peaks)).toBeLessThan(-0.1);
    expect(Math.max(...peaks)).toBeGreaterThan(0.1);
    expect(peaks.filter((size) => Math.abs(size) < 0.001).length / peaks.length).toBeGreaterThan(0.5);
  });
});

describe("the volume", () => {
  test("is higher in the evening than in the morning, and on Sundays than on Tuesdays", () => {
    const busiest = range(model.count).toSorted(
      (a, b) => (model.dailyUnits[0][b] ?? 0) - (model.dailyUnits[0][a] ?? 0),
    );
    let [evening, morning, sunday, tuesday] = [0, 0, 0, 0];
    for (const i of busiest.slice(0, 60)) {
      const scale = model.dailyUnits[0][i] ?? 1;
      for (const week of range(30)) {
        // Day 20,000 after 1970 is a Friday; this is a Monday.
        const day = START_DAY + 3 + week * 7;
        sunday += dayVolume(model, i, 0, day - 1) / scale;
        tuesday += dayVolume(model, i, 0, day + 1) / scale;
        evening += hourVolume(model, i, 0, day * 24 + 19) / scale;
        morning += hourVolume(model, i, 0, day * 24 + 7) / scale;
      }
    }
    expect(evening / morning).toBeGreaterThan(1.8);
    expect(sunday / tuesday).toBeGreaterThan(1.1);
  });
});
