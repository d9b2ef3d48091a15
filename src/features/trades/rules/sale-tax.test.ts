import fc from "fast-check";
import { expect, it } from "vitest";
import { TAX_UPDATES } from "#features/market/rules/tax/tax-exemptions.ts";
import { taxGp } from "#features/market/rules/tax/tax.ts";
import { saleTax } from "./sale-tax.ts";

const sale = fc.record({
  itemId: fc.constantFrom(561, 4151, 13_190, 2552),
  atMs: fc.constantFrom(
    TAX_UPDATES.first - 1,
    TAX_UPDATES.first,
    TAX_UPDATES.second - 1,
    TAX_UPDATES.second,
    TAX_UPDATES.second + 1,
  ),
});
const quantity = fc.integer({ min: 1, max: 30_000 });
const price = fc.integer({ min: 0, max: 300_000_000 });

it("is the tax of one unit times the quantity where all went at one price, by the rule of its time", () => {
  fc.assert(
    fc.property(sale, quantity, price, (of, units, each) => {
      expect(saleTax(each * units, units, of)).toEqual({ tax: taxGp(each, of) * units, isExact: true });
    }),
  );
});

it("is between the tax of the prices around the average elsewhere, and says that it is a guess", () => {
  fc.assert(
    fc.property(sale, quantity, price, fc.nat(), (of, units, each, more) => {
      const rest = more % units;
      const { tax, isExact } = saleTax(each * units + rest, units, of);
      expect(isExact).toBe(rest === 0);
      expect(tax).toBeGreaterThanOrEqual(taxGp(each, of) * units);
      expect(tax).toBeLessThanOrEqual(taxGp(each + 1, of) * units);
    }),
  );
});
