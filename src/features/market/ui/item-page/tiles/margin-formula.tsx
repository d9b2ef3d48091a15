import type { ItemView } from "#features/market/contract.ts";
import { resaleFeeSentence } from "#features/market/rules/resale-fee.ts";
import { taxSentence } from "#features/market/rules/tax-sentence.ts";
import type { Sale } from "#features/market/rules/tax.ts";
import { Amount, Gain } from "#features/market/ui/item-page/calculators/amount.tsx";
import classes from "./tile.module.css";

type MarginFormulaProps = { item: ItemView; sale: Sale; trusted: boolean };

/** The calculation of the margin with this item's numbers. */
export function MarginFormula({ item, sale, trusted }: MarginFormulaProps) {
  const tax = item.high === null ? "Unknown until somebody buys instantly." : taxSentence(item.high, sale);
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
              <Amount value={item.high} />
            </td>
            <td>the last instant buy</td>
          </tr>
          <tr>
            <th scope="row">
              <span className={classes.sign}>−</span>
              Tax
            </th>
            <td>
              <Amount value={item.tax} />
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
              <Amount value={item.low} />
            </td>
            <td>the last instant sell</td>
          </tr>
          <tr data-sum>
            <th scope="row">
              <span className={classes.sign}>=</span>
              Margin
            </th>
            <td>
              <Gain value={item.margin} trusted={trusted} />
            </td>
            <td>
              {trusted ? "for each one bought and sold" : "not offered as a profit: the prices are doubtful"}
            </td>
          </tr>
        </tbody>
      </table>
      <p className={classes.taxNote}>
        {item.resaleFee === 0 ? tax : `${tax} Re-trade fee: ${resaleFeeSentence}`}
      </p>
    </div>
  );
}
