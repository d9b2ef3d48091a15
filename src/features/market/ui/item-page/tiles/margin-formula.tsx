import type { ItemView } from "#features/market/contract.ts";
import type { Judgement } from "#features/market/rules/judge.ts";
import { resaleFeeSentence } from "#features/market/rules/tax/resale-fee.ts";
import { taxSentence } from "#features/market/rules/tax/tax-sentence.ts";
import type { Sale } from "#features/market/rules/tax/tax.ts";
import { Amount, Gain } from "#features/market/ui/item-page/calculators/amount.tsx";
import { formatExact } from "#ui/format/format.ts";
import classes from "./tile.module.css";

type MarginFormulaProps = { item: ItemView; judged: Judgement; sale: Sale; trusted: boolean };

/** What a price of the formula is: the latest trade, or the average that stands for an odd one. */
const sourceOf = (trade: string, price: number | null, average: string | null): string =>
  average === null || price === null
    ? trade
    : `the ${average} average: ${trade}, ${formatExact(price)}, is far from it`;

/** The calculation of the margin with this item's numbers. */
export function MarginFormula({ item, judged, sale, trusted }: MarginFormulaProps) {
  const tax =
    judged.high === null ? "Unknown until somebody buys instantly." : taxSentence(judged.high, sale);
  const sellBasis = sourceOf("the last instant buy", item.high, judged.basis.high.average);
  const buyBasis = sourceOf("the last instant sell", item.low, judged.basis.low.average);
  return (
    <div className={classes.formula}>
      <table>
        <caption className="sr-only">How the margin of one {item.name} comes about</caption>
        <tbody>
          <tr>
            <th scope="row">
              <span className={classes.sign} />
              Sell at
            </th>
            <td>
              <Amount value={judged.high} />
            </td>
            <td>{sellBasis}</td>
          </tr>
          <tr>
            <th scope="row">
              <span className={classes.sign}>−</span>
              Tax
            </th>
            <td>
              <Amount value={judged.tax} />
            </td>
            <td>{tax}</td>
          </tr>
          {item.resaleFee !== 0 && (
            <tr>
              <th scope="row">
                <span className={classes.sign}>−</span>
                Re-trade fee
              </th>
              <td>
                <Amount value={item.resaleFee} />
              </td>
              <td>{resaleFeeSentence}</td>
            </tr>
          )}
          <tr>
            <th scope="row">
              <span className={classes.sign}>−</span>
              Buy at
            </th>
            <td>
              <Amount value={judged.low} />
            </td>
            <td>{buyBasis}</td>
          </tr>
          <tr data-sum>
            <th scope="row">
              <span className={classes.sign}>=</span>
              Margin
            </th>
            <td>
              <Gain value={judged.margin} trusted={trusted} />
            </td>
            <td>
              {trusted ? "for each one bought and sold" : "not offered as a profit: the prices are doubtful"}
            </td>
          </tr>
        </tbody>
      </table>
      <p className={classes.taxNote}>
        {[tax, ...(item.resaleFee === 0 ? [] : [`Re-trade fee: ${resaleFeeSentence}`]), ...judged.notes].join(
          " ",
        )}
      </p>
    </div>
  );
}
