import { bucketNames, rangeOf } from "#features/history/rules/chart/range.ts";
import type { PriceHistoryQuery } from "#features/history/ui/chart-data/use-price-history.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";

/** Says below a chart that stays which other range or step could not be loaded. */
export function ChartProblem({ history }: { history: PriceHistoryQuery }) {
  const { range, step, missing, failure } = history;
  if (missing === null || failure === null) return null;
  const isRange = missing.range !== range;
  const [wanted, shown] = isRange
    ? [rangeOf[missing.range].name, rangeOf[range].name]
    : [`every ${bucketNames[missing.step]}`, `points of ${bucketNames[step]}`];
  return (
    <LoadFailed title={`Prices of ${wanted} could not be loaded`} failure={failure} size="line">
      The chart still shows {shown}.
    </LoadFailed>
  );
}
