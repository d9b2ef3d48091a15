import { bucketNames, periodName } from "#features/history/rules/chart/range.ts";
import type { PriceHistoryQuery } from "#features/history/ui/chart-data/use-price-history.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";

/** Says below a chart that stays which other period or step could not be loaded. */
export function ChartProblem({ history }: { history: PriceHistoryQuery }) {
  const { period, missing, failure } = history;
  if (missing === null || failure === null) return null;
  const isOtherStep = periodName(missing) === periodName(period);
  const [wanted, shown] = isOtherStep
    ? [`every ${bucketNames[missing.step]}`, `points of ${bucketNames[period.step]}`]
    : [periodName(missing), periodName(period)];
  return (
    <LoadFailed title={`Prices of ${wanted} could not be loaded`} failure={failure} size="line">
      The chart still shows {shown}.
    </LoadFailed>
  );
}
