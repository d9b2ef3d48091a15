import type { ProfitSums, ProfitSummary } from "#features/trades/profit/contract.ts";
import { Tile, Tiles } from "#features/trades/ui/desk/tile.tsx";
import desk from "#features/trades/ui/desk/desk.module.css";
import { Amount, Exact, Percent, SignedAmount, Unknown } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import { ranges } from "./ranges.ts";
import type { RangeId } from "./ranges.ts";

const roiOf = ({ profit, cost }: ProfitSums): number | null =>
  profit === null || cost === null || cost === 0 ? null : profit / cost;

const Share = ({ part, whole }: { part: number; whole: number }) =>
  whole === 0 ? <Unknown /> : <>{Math.round((100 * part) / whole)}%</>;

/** The sums of a range, each with that of the period before. */
export function ProfitTiles({ summary: { now, before }, range }: { summary: ProfitSummary; range: RangeId }) {
  return (
    <section aria-label={`Totals ${ranges[range].words}`}>
      <Tiles label="Totals, gp">
        <Tile
          label="Profit"
          unit="gp"
          hint="After tax, less what the sold units cost"
          below={
            before && (
              <>
                before: <SignedAmount value={before.profit} />
              </>
            )
          }
        >
          <SignedAmount value={now.flips === 0 ? 0 : now.profit} />
        </Tile>
        <Tile
          label="ROI"
          hint="Profit as a share of what the sold units cost"
          below={
            before && (
              <>
                before: <Percent value={roiOf(before)} />
              </>
            )
          }
        >
          <Percent value={roiOf(now)} />
        </Tile>
        <Tile
          label="Flips"
          hint="Sales whose cost is known"
          below={
            before && (
              <>
                before: <Exact value={before.flips} />
              </>
            )
          }
        >
          <Exact value={now.flips} />
        </Tile>
        <Tile
          label="Won"
          hint="Flips with a profit above 0"
          below={
            before && (
              <>
                before: <Share part={before.wins} whole={before.flips} />
              </>
            )
          }
        >
          <Share part={now.wins} whole={now.flips} />
        </Tile>
        <Tile
          label="Tax"
          unit="gp"
          hint="What the Grand Exchange kept of all sales"
          below={
            before && (
              <>
                before: <Amount value={before.tax} />
              </>
            )
          }
        >
          <Amount value={now.tax} />
        </Tile>
      </Tiles>
      <p className={desk.note}>
        {`All figures ${ranges[range].words}${before === null ? "" : "; “before” is the period of the same length just before"}.`}
        {now.unexplained !== 0 &&
          ` ${formatExact(now.unexplained)} gp were received for units whose cost is unknown: in the tax, not in the profit.`}
      </p>
    </section>
  );
}
