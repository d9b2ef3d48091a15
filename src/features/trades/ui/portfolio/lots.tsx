"use client";
import type { Portfolio } from "#features/trades/portfolio/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Amount, Exact } from "#ui/format/figures.tsx";
import { formatDay } from "#ui/format/format.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import classes from "./portfolio.module.css";

type LotsProps = { itemId: number; characterId: string; method: Portfolio["method"] };

const MANY = 100;

/** The purchases that a holding is left of, the first to be sold first. */
export function Lots({ itemId, characterId, method }: LotsProps) {
  const query = trpc.flips.getFlips.useQuery({
    state: "open",
    sort: "oldest",
    itemId,
    character: characterId,
    limit: MANY,
  });
  const failure = useLoadFailure(query);
  if (failure !== null)
    return <LoadFailed title="The lots could not be loaded" failure={failure} size="line" />;
  if (query.data === undefined)
    return (
      <p className={desk.note} aria-busy="true">
        Loading the lots
      </p>
    );
  const { flips: lots, nextCursor } = query.data;
  return (
    <>
      <ul className={classes.lots}>
        {lots.map(({ id, boughtAt, quantity, cost }) => (
          <li key={id}>
            {boughtAt !== null && (
              <>
                <span data-time={boughtAt}>{formatDay(boughtAt)}:</span>{" "}
              </>
            )}
            <Exact value={quantity} /> left, cost <Amount value={cost} />
            {cost !== null && (
              <>
                , <Amount value={Math.round(cost / quantity)} /> each
              </>
            )}
          </li>
        ))}
      </ul>
      {method === "average" && (
        <p className={desk.note}>By average cost, purchases are not kept apart: all units cost the same.</p>
      )}
      {nextCursor !== null && <p className={desk.note}>These are the oldest {MANY}; there are more.</p>}
    </>
  );
}
