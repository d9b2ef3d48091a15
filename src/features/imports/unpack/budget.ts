import { AppError } from "#platform/app-error.ts";
import { MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FROM_BYTES, sizeText } from "#features/imports/rules/sizes.ts";

/** A file that is refused as a whole, with the reason in words for its owner. */
export const refusedFile = (reason: string): AppError => new AppError("invalid_input", reason);

/**
 * Counts what a file unpacks to, over all its entries. `packedBytes`: its own size, however often its bytes are read, so
 * entries that share their bytes gain nothing. Throws `invalid_input` for what no log can be.
 */
export class UnpackBudget {
  readonly #packedBytes: number;
  #unpacked = 0;

  constructor(packedBytes: number) {
    this.#packedBytes = packedBytes;
  }

  spend(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > MAX_UNPACKED_BYTES)
      throw refusedFile(`It unpacks to more than ${sizeText(MAX_UNPACKED_BYTES)}: split it`);
    if (this.#unpacked > RATIO_FROM_BYTES && this.#unpacked > MAX_RATIO * this.#packedBytes)
      throw refusedFile(`It unpacks to more than ${MAX_RATIO} times its size, which no log of trades does`);
  }
}
