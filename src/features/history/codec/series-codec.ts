import { BitReader, BitWriter, RiceReader, RiceWriter, parameterOf, zigzag } from "./bits.ts";
import { noPoints } from "#features/history/rules/series-points.ts";
import type { Frame, Points } from "#features/history/rules/series-points.ts";

/** `invalid`: the points cannot be encoded. `corrupt`: the stored bytes are damaged. */
export class SeriesError extends Error {
  override readonly name = "SeriesError";
  readonly reason: "invalid" | "corrupt";

  constructor(reason: "invalid" | "corrupt", message: string) {
    super(message);
    this.reason = reason;
  }
}

const VERSION = 1;
/** Header length in bytes: one for the version, four for the checksum. */
const HEADER = 5;
const COUNT_BITS = 16;

/** FNV-1a over the frame and the bytes. The frame is included to detect a series stored under the wrong period. */
function checksum(bytes: Uint8Array, frame: Frame): number {
  let hash = 0x811c_9dc5 ^ (frame.fromMs / 1_000) ^ Math.imul(frame.stepMs, 0x9e37_79b1);
  for (let i = HEADER; i < bytes.length; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x0100_0193);
  return hash >>> 0;
}

/** Returns each point's slot within the frame. Throws `invalid` for points that the format cannot represent. */
function slotsOf(points: Points, { fromMs, stepMs, slots }: Frame): number[] {
  const { at, avgHigh, avgLow, highVolume, lowVolume } = points;
  const count = at.length;
  if ([avgHigh, avgLow, highVolume, lowVolume].some((column) => column.length !== count)) {
    throw new SeriesError("invalid", "the columns differ in length");
  }
  if (count === 0 || count >= 2 ** COUNT_BITS) throw new SeriesError("invalid", `${count} points`);
  let before = -1;
  return at.map((atMs, index) => {
    const slot = (atMs - fromMs) / stepMs;
    if (!Number.isInteger(slot) || slot <= before || slot >= slots) {
      throw new SeriesError("invalid", `point ${index} at ${atMs} is out of order or out of its period`);
    }
    checkSide(avgHigh[index], highVolume[index], atMs);
    checkSide(avgLow[index], lowVolume[index], atMs);
    before = slot;
    return slot;
  });
}

function checkSide(price: number | null | undefined, volume: number | undefined, atMs: number): void {
  const known = price !== null;
  if (!Number.isSafeInteger(volume) || Number(volume) < 0 || known !== Number(volume) > 0) {
    throw new SeriesError("invalid", `the volume ${volume} at ${atMs} does not go with the price ${price}`);
  }
  if (known && (!Number.isSafeInteger(price) || Number(price) < 0)) {
    throw new SeriesError("invalid", `the price ${price} at ${atMs} is not an amount`);
  }
}

/** The zigzag differences between consecutive known prices of one side. */
function differencesOf(prices: readonly (number | null)[]): number[] {
  const differences: number[] = [];
  let before: number | null = null;
  for (const price of prices) {
    if (price === null) continue;
    if (before !== null) differences.push(zigzag(price - before));
    before = price;
  }
  return differences;
}

/**
 * Encodes one item's points of one period in 3 to 4 bytes each: adaptive Rice codes of the gaps, of each side's price
 * differences and of the volumes (docs/adr/0006 compares them with varints and deflate). Throws a SeriesError
 * (`invalid`) for points out of order, outside the frame, or with invalid prices or volumes.
 */
export function encodeSeries(points: Points, frame: Frame): Uint8Array {
  const slots = slotsOf(points, frame);
  const gaps = slots.map((slot, index) => slot - (slots[index - 1] ?? -1) - 1);
  const out = new BitWriter(HEADER);
  out.put(slots.length, COUNT_BITS);
  const dense = gaps.every((gap) => gap === 0);
  out.put(dense ? 1 : 0, 1);
  const times = dense ? null : new RiceWriter(out, parameterOf(gaps));
  const highs = new RiceWriter(out, parameterOf(differencesOf(points.avgHigh)));
  const lows = new RiceWriter(out, parameterOf(differencesOf(points.avgLow)));
  const highUnits = new RiceWriter(out, parameterOf(points.highVolume));
  const lowUnits = new RiceWriter(out, parameterOf(points.lowVolume));

  let high: number | null = null;
  let low: number | null = null;
  for (let i = 0; i < slots.length; i += 1) {
    times?.put(gaps[i] ?? 0);
    highUnits.put(points.highVolume[i] ?? 0);
    lowUnits.put(points.lowVolume[i] ?? 0);
    const nextHigh = points.avgHigh[i] ?? null;
    if (nextHigh !== null) {
      const expected = high ?? low;
      if (expected === null) out.putAmount(nextHigh);
      else highs.putNear(nextHigh, expected);
      high = nextHigh;
    }
    const nextLow = points.avgLow[i] ?? null;
    if (nextLow !== null) {
      const expected = low ?? high;
      if (expected === null) out.putAmount(nextLow);
      else lows.putNear(nextLow, expected);
      low = nextLow;
    }
  }
  const bytes = out.end();
  bytes[0] = VERSION;
  new DataView(bytes.buffer).setUint32(1, checksum(bytes, frame));
  return bytes;
}

/**
 * Appends the points of a series to `into` and returns `into`. Throws a SeriesError (`corrupt`), before it appends
 * anything, if the bytes are not the output of `encodeSeries` for the same frame.
 */
export function decodeSeries(bytes: Uint8Array, frame: Frame, into: Points = noPoints()): Points {
  if (bytes.length <= HEADER || bytes[0] !== VERSION) {
    throw new SeriesError("corrupt", `a series of ${bytes.length} bytes, version ${bytes[0]}`);
  }
  if (checksumOf(bytes) !== checksum(bytes, frame)) {
    throw new SeriesError("corrupt", `a series from ${frame.fromMs} does not match its checksum`);
  }
  const from = new BitReader(bytes, HEADER);
  const count = from.take(COUNT_BITS);
  const times = from.take(1) === 1 ? null : new RiceReader(from);
  const highs = new RiceReader(from);
  const lows = new RiceReader(from);
  const highUnits = new RiceReader(from);
  const lowUnits = new RiceReader(from);

  let slot = -1;
  let high: number | null = null;
  let low: number | null = null;
  for (let i = 0; i < count; i += 1) {
    slot += 1 + (times?.take() ?? 0);
    const highVolume = highUnits.take();
    const lowVolume = lowUnits.take();
    if (highVolume > 0) {
      const expected: number | null = high ?? low;
      high = expected === null ? from.takeAmount() : highs.takeNear(expected);
    }
    if (lowVolume > 0) {
      const expected: number | null = low ?? high;
      low = expected === null ? from.takeAmount() : lows.takeNear(expected);
    }
    into.at.push(frame.fromMs + slot * frame.stepMs);
    into.avgHigh.push(highVolume > 0 ? high : null);
    into.avgLow.push(lowVolume > 0 ? low : null);
    into.highVolume.push(highVolume);
    into.lowVolume.push(lowVolume);
  }
  return into;
}

/** Reads the checksum from a series' header. A period's checksum is computed from these. */
export const checksumOf = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(1);
