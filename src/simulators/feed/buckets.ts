import type { Model, Side } from "./model.ts";
import { slotMiddle, slotPrice } from "./quotes.ts";
import { slotVolume, spreadDay, spreadHour } from "./volumes.ts";

/** A bucket width of the API, in seconds. */
export const STEP_S = { "5m": 300, "1h": 3_600, "6h": 21_600, "24h": 86_400 } as const;
export type Step = keyof typeof STEP_S;

/** One item in one bucket: units by side, and the average whole-gp price of a side that has units. */
type Row = { units: [number, number]; prices: [number, number] };

const SERIES_POINTS = 365;
const slots: readonly [Float64Array, Float64Array] = [new Float64Array(12), new Float64Array(12)];
const hours: readonly [Float64Array, Float64Array] = [new Float64Array(24), new Float64Array(24)];
const sides: readonly Side[] = [0, 1];

function readSlot(model: Model, i: number, slot: number, row: Row): void {
  row.units[0] = slotVolume(model, i, 0, slot);
  row.units[1] = slotVolume(model, i, 1, slot);
  if (row.units[0] === 0 && row.units[1] === 0) return;
  const middle = slotMiddle(model, i, slot);
  for (const side of sides) {
    if (row.units[side] > 0) row.prices[side] = slotPrice(model, i, side, slot, row.units[side], middle);
  }
}

/** Exact: the volume-weighted mean of the five-minute averages that `/5m` publishes, for one hour or six. */
function readHours(model: Model, i: number, hour: number, count: number, row: Row): void {
  const worth: [number, number] = [0, 0];
  row.units[0] = 0;
  row.units[1] = 0;
  for (let h = hour; h < hour + count; h += 1) {
    const total = spreadHour(model, i, 0, h, slots[0]) + spreadHour(model, i, 1, h, slots[1]);
    if (total === 0) continue;
    for (let s = 0; s < 12; s += 1) {
      const slot = h * 12 + s;
      if (slots[0][s] === 0 && slots[1][s] === 0) continue;
      const middle = slotMiddle(model, i, slot);
      for (const side of sides) {
        const units = slots[side][s] ?? 0;
        row.units[side] += units;
        if (units > 0) worth[side] += units * slotPrice(model, i, side, slot, units, middle);
      }
    }
  }
  for (const side of sides)
    if (row.units[side] > 0) row.prices[side] = Math.round(worth[side] / row.units[side]);
}

/**
 * Approximate prices, exact volumes: each hour's units at the price of one slot in its middle. The exact mean of
 * 288 slots costs a whole market several times as much, and differs by far less than the spread.
 */
function readDay(model: Model, i: number, day: number, row: Row): void {
  row.units[0] = spreadDay(model, i, 0, day, hours[0]);
  row.units[1] = spreadDay(model, i, 1, day, hours[1]);
  if (row.units[0] === 0 && row.units[1] === 0) return;
  const worth: [number, number] = [0, 0];
  for (let h = 0; h < 24; h += 1) {
    if (hours[0][h] === 0 && hours[1][h] === 0) continue;
    const slot = (day * 24 + h) * 12 + 6;
    const middle = slotMiddle(model, i, slot);
    for (const side of sides) {
      const units = hours[side][h] ?? 0;
      if (units > 0) worth[side] += units * slotPrice(model, i, side, slot, units, middle);
    }
  }
  for (const side of sides)
    if (row.units[side] > 0) row.prices[side] = Math.round(worth[side] / row.units[side]);
}

function readRow(model: Model, i: number, step: Step, startS: number, row: Row): void {
  const index = startS / STEP_S[step];
  switch (step) {
    case "5m":
      return readSlot(model, i, index, row);
    case "1h":
      return readHours(model, i, index, 1, row);
    case "6h":
      return readHours(model, i, index * 6, 6, row);
    case "24h":
      return readDay(model, i, index, row);
  }
}

const renderPrice = (row: Row, side: Side): string =>
  row.units[side] > 0 ? String(row.prices[side]) : "null";

/** The body of `/5m`, `/1h` or `/24h` for the bucket that starts at `startS`: only items that traded, by id. */
export function renderBucket(model: Model, step: Step, startS: number): string {
  const row: Row = { units: [0, 0], prices: [0, 0] };
  let body = "";
  for (let i = 0; i < model.count; i += 1) {
    readRow(model, i, step, startS, row);
    if (row.units[0] === 0 && row.units[1] === 0) continue;
    const comma = body === "" ? "" : ",";
    body += `${comma}"${model.ids[i]}":{"avgHighPrice":${renderPrice(row, 0)},"highPriceVolume":${row.units[0]},"avgLowPrice":${renderPrice(row, 1)},"lowPriceVolume":${row.units[1]}}`;
  }
  return `{"data":{${body}},"timestamp":${startS}}`;
}

/** The body of `/timeseries`: the last 365 buckets up to `lastStartS`, ascending, empty ones left out. */
export function renderSeries(model: Model, id: number, step: Step, lastStartS: number): string {
  const i = model.positions.get(id);
  const row: Row = { units: [0, 0], prices: [0, 0] };
  const points: string[] = [];
  for (let k = i === undefined ? -1 : SERIES_POINTS - 1; k >= 0; k -= 1) {
    const startS = lastStartS - k * STEP_S[step];
    readRow(model, i ?? 0, step, startS, row);
    if (row.units[0] === 0 && row.units[1] === 0) continue;
    points.push(
      `{"timestamp":${startS},"avgHighPrice":${renderPrice(row, 0)},"avgLowPrice":${renderPrice(row, 1)},"highPriceVolume":${row.units[0]},"lowPriceVolume":${row.units[1]}}`,
    );
  }
  return `{"data":[${points.join(",")}],"itemId":${id}}`;
}
