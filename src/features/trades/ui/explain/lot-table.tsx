import type { Flip, FlipExplanation } from "#features/trades/flips/contract.ts";
import type { CellContext } from "#features/trades/ui/table/flip-cell.tsx";
import { momentText } from "#features/trades/ui/words.ts";
import { formatExact } from "#ui/format/format.ts";
import classes from "./explain.module.css";

type Lot = NonNullable<FlipExplanation["lots"]>[number];

/** gp of one unit where it is whole; else the average with ≈. */
function eachText({ cost, units }: Lot): string {
  if (cost === null) return "unknown";
  return cost % units === 0 ? formatExact(cost / units) : `≈${formatExact(Math.round(cost / units))}`;
}

type LotTableProps = { flip: Flip; lots: readonly Lot[] | null; context: CellContext };

/** The lots that the units came from, oldest first. */
export function LotTable({ flip, lots, context }: LotTableProps) {
  if (lots?.length === 0) return null;
  if (lots === null)
    return <p className={classes.lead}>This item has too many trades to find the lots while you wait.</p>;
  const hasOthers = lots.some(({ itemId }) => itemId !== flip.itemId);
  return (
    <section className={classes.part}>
      <h3>{flip.state === "open" ? "What is left of the lot" : "Where the units came from"}</h3>
      <table className={classes.lots}>
        <thead>
          <tr>
            <th scope="col">Bought</th>
            <th scope="col">Units</th>
            <th scope="col">Each</th>
            <th scope="col">Cost, gp</th>
          </tr>
        </thead>
        <tbody>
          {lots.map((lot, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- by average cost lots have no ids
            <tr key={`${lot.lotId ?? "pool"} ${index}`}>
              <td>
                {lot.boughtAt === null ? (
                  "on average"
                ) : (
                  <span data-time={lot.boughtAt}>{momentText(lot.boughtAt)}</span>
                )}
                {hasOthers && ` · ${context.items.nameOf(lot.itemId)}`}
              </td>
              <td>{formatExact(lot.units)}</td>
              <td>{eachText(lot)}</td>
              <td>{lot.cost === null ? "unknown" : formatExact(lot.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
