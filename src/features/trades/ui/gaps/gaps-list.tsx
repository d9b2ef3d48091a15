"use client";
import type { CellContext } from "#features/trades/ui/table/flip-cell.tsx";
import type { Done } from "#features/trades/ui/use-ledger.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import { formatExact } from "#ui/format/format.ts";
import { SectionSkeleton } from "#ui/layout/section.tsx";
import { GapCard } from "./gap-card.tsx";
import classes from "./gaps.module.css";

type GapsListProps = { context: CellContext; hasCharacters: boolean; done: Done };

/** What seems to be missing in the ledger. */
export function GapsList({ context, hasCharacters, done }: GapsListProps) {
  const query = trpc.gaps.list.useQuery({});
  const failure = useLoadFailure(query);
  if (failure !== null) {
    return (
      <LoadFailed title="The gaps could not be loaded" failure={failure}>
        Your trades are safe.
      </LoadFailed>
    );
  }
  if (query.data === undefined) {
    return (
      <div className={classes.page}>
        <SectionSkeleton />
      </div>
    );
  }
  const { gaps, total } = query.data;
  if (gaps.length === 0) {
    return (
      <Notice title="No gaps">
        Every unit that left has a purchase, a drop or a gift behind it, and no lot looks forgotten.
      </Notice>
    );
  }
  return (
    <div className={classes.page}>
      <p className={classes.lead}>
        {total === 1 ? "1 gap" : `${formatExact(total)} gaps`}: trades that a log did not see, such as those
        of the mobile game. Units without a purchase count neither as profit nor as loss.
      </p>
      <ul className={classes.list}>
        {gaps.map((gap) => (
          <GapCard key={gap.id} gap={gap} context={context} hasCharacters={hasCharacters} done={done} />
        ))}
      </ul>
      {total > gaps.length && (
        <p className={classes.lead}>{formatExact(total - gaps.length)} more follow when these are done.</p>
      )}
    </div>
  );
}
