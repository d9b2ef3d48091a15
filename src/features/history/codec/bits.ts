/** Bit streams, most significant bit first, and the two number codes that `series-codec.ts` uses. */

/** Values with a quotient of at least this are written as plain numbers, so that one outlier stays short. */
const ESCAPE = 20;
/** An escaped number has a length of 6 bits. This length means that the value is absolute, not a difference. */
const ABSOLUTE = 63;
/** Larger values count as this in the running mean, so that its sum stays exact. */
const MAX_LEARNED = 2 ** 40;
/** Smaller differences are written as differences: their zigzag value is a safe integer. */
const MAX_DIFFERENCE = 2 ** 51;
const MAX_PARAMETER = 31;
/** Looking up a power is several times as fast as computing it, which dominates decoding. */
const POWERS = Float64Array.from({ length: 64 }, (_, exponent) => 2 ** exponent);
const power = (exponent: number): number => POWERS[exponent] ?? Infinity;

const bitLength = (value: number): number =>
  value < 2 ** 31 ? 32 - Math.clz32(value) : 32 + (32 - Math.clz32(Math.floor(value / 2 ** 32)));

/** The running mean of a column's values. It determines `k`, the number of low bits that are written unencoded. */
class Mean {
  k: number;
  private sum: number;
  private count = 4;

  constructor(parameter: number) {
    this.k = parameter;
    this.sum = 4 * 2 ** parameter;
  }

  learn(value: number): void {
    let sum = this.sum + (value < MAX_LEARNED ? value : MAX_LEARNED);
    let count = this.count + 1;
    if (count === 16) {
      sum = Math.floor(sum / 2);
      count = 8;
    }
    let { k } = this;
    while (count * power(k) < sum) k += 1;
    while (k > 0 && count * power(k - 1) >= sum) k -= 1;
    this.sum = sum;
    this.count = count;
    this.k = k;
  }
}

/** Chooses a column's initial `k` from the median of its values: 0 to 31, so it fits in 5 bits. */
export function parameterOf(values: readonly number[]): number {
  const byLength = new Uint16Array(64);
  for (const value of values) {
    const length = bitLength(value + 1) - 1;
    byLength[length] = (byLength[length] ?? 0) + 1;
  }
  let parameter = 0;
  for (let seen = byLength[0] ?? 0; seen <= values.length >> 1 && parameter < MAX_PARAMETER;) {
    parameter += 1;
    seen += byLength[parameter] ?? 0;
  }
  return parameter;
}

/** Maps signed to unsigned numbers (-1 to 1, 1 to 2), so that small differences of either sign stay small. */
export const zigzag = (difference: number): number =>
  difference >= 0 ? 2 * difference : -2 * difference - 1;
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

export class BitWriter {
  private bytes: Uint8Array;
  private used: number;
  private pending = 0;
  private filled = 0;

  constructor(reservedBytes: number) {
    this.bytes = new Uint8Array(256);
    this.used = reservedBytes;
  }

  /** Writes the `width` (0 to 54) low bits of a safe integer. */
  put(value: number, width: number): void {
    if (width > 24) {
      this.put(Math.floor(value / 2 ** 24), width - 24);
      this.put(value % 2 ** 24, 24);
      return;
    }
    this.pending = (this.pending << width) | value;
    this.filled += width;
    while (this.filled >= 8) {
      this.filled -= 8;
      this.push((this.pending >>> this.filled) & 0xff);
    }
    this.pending &= (1 << this.filled) - 1;
  }

  /** Writes a safe integer of any size: its length in 6 bits, then its bits. */
  putAmount(value: number): void {
    const width = bitLength(value);
    this.put(width, 6);
    this.put(value, width);
  }

  /** Returns the bytes, the last one padded with zeros. The caller fills in the reserved ones. */
  end(): Uint8Array {
    if (this.filled > 0) this.put(0, 8 - this.filled);
    return this.bytes.slice(0, this.used);
  }

  private push(byte: number): void {
    if (this.used === this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.used] = byte;
    this.used += 1;
  }
}

/** Writes one column's numbers in adaptive Golomb-Rice codes. */
export class RiceWriter {
  private readonly mean: Mean;
  private readonly out: BitWriter;

  constructor(out: BitWriter, parameter: number) {
    this.out = out;
    this.mean = new Mean(parameter);
    out.put(parameter, 5);
  }

  put(value: number): void {
    const { k } = this.mean;
    const quotient = Math.floor(value / power(k));
    if (quotient < ESCAPE && quotient + 1 + k <= 24) {
      this.out.put((((1 << (quotient + 1)) - 2) << k) | (value & ((1 << k) - 1)), quotient + 1 + k);
    } else if (quotient < ESCAPE) {
      this.out.put((1 << (quotient + 1)) - 2, quotient + 1);
      this.out.put(value % power(k), k);
    } else {
      this.out.put(2 ** ESCAPE - 1, ESCAPE);
      this.out.putAmount(value);
    }
    this.mean.learn(value);
  }

  /** Writes `value` as its difference from `expected`, or as an absolute number if it is too far away. */
  putNear(value: number, expected: number): void {
    const difference = value - expected;
    if (Math.abs(difference) < MAX_DIFFERENCE) return this.put(zigzag(difference));
    this.out.put(2 ** ESCAPE - 1, ESCAPE);
    this.out.put(ABSOLUTE, 6);
    this.out.put(value, 53);
    return this.mean.learn(MAX_LEARNED);
  }
}

/** Reads zeros beyond the end instead of failing: the caller verifies a checksum over all bytes first. */
export class BitReader {
  private readonly bytes: Uint8Array;
  private next: number;
  private pending = 0;
  private filled = 0;

  constructor(bytes: Uint8Array, skippedBytes: number) {
    this.bytes = bytes;
    this.next = skippedBytes;
  }

  take(width: number): number {
    if (width > 24) return this.take(width - 24) * 2 ** 24 + this.take(24);
    while (this.filled < width) {
      this.pending = (this.pending << 8) | (this.bytes[this.next++] ?? 0);
      this.filled += 8;
    }
    this.filled -= width;
    const value = this.pending >>> this.filled;
    this.pending &= (1 << this.filled) - 1;
    return value;
  }

  takeAmount(): number {
    return this.take(this.take(6));
  }

  /** Reads a run of ones up to the next zero and returns its length, at most `most`. */
  takeOnes(most: number): number {
    for (let ones = 0; ones < most;) {
      if (this.filled === 0) {
        this.pending = this.bytes[this.next++] ?? 0;
        this.filled = 8;
      }
      const run = Math.clz32(~(this.pending << (32 - this.filled)));
      if (run < this.filled) {
        if (ones + run >= most) {
          this.drop(most - ones);
          return most;
        }
        this.drop(run + 1);
        return ones + run;
      }
      if (ones + this.filled >= most) {
        this.drop(most - ones);
        return most;
      }
      ones += this.filled;
      this.drop(this.filled);
    }
    return most;
  }

  private drop(bits: number): void {
    this.filled -= bits;
    this.pending &= (1 << this.filled) - 1;
  }
}

/** Reads what a RiceWriter wrote. */
export class RiceReader {
  private readonly mean: Mean;
  private readonly from: BitReader;

  constructor(from: BitReader) {
    this.from = from;
    this.mean = new Mean(from.take(5));
  }

  take(): number {
    const { k } = this.mean;
    const quotient = this.from.takeOnes(ESCAPE);
    const value = quotient < ESCAPE ? quotient * power(k) + this.from.take(k) : this.from.takeAmount();
    this.mean.learn(value);
    return value;
  }

  takeNear(expected: number): number {
    const { k } = this.mean;
    const quotient = this.from.takeOnes(ESCAPE);
    if (quotient < ESCAPE) {
      const value = quotient * power(k) + this.from.take(k);
      this.mean.learn(value);
      return expected + unzigzag(value);
    }
    const width = this.from.take(6);
    if (width === ABSOLUTE) {
      this.mean.learn(MAX_LEARNED);
      return this.from.take(53);
    }
    const value = this.from.take(width);
    this.mean.learn(value);
    return expected + unzigzag(value);
  }
}
