"use client";
import { useId } from "react";
import type { Flip, FlipPage } from "#features/trades/flips/contract.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import type { LoadedQuery } from "#ui/failure/use-load-failure.ts";
import { Percent, SignedAmount } from "#ui/format/figures.tsx";
import { formatDay, formatExact } from "#ui/format/format.ts";
import { ItemName } from "./item-name.tsx";
import classes from "./profit.module.css";
import type { ProfitFilter } from "./use-profit-filter.ts";

const COUNT = 5;

function FlipRow({ flip: { itemId, quantity, soldAt, profit, roi } }: { flip: Flip }) {
  return (
    <li>
      <ItemName itemId={itemId} />
      <span className={classes.when}>
        {formatExact(quantity)}
        {soldAt !== null && (
          <>
            {" "}
            on <span data-time={soldAt}>{formatDay(soldAt)}</span>
          </>
        )}
      </span>
      <span className={classes.amount}>
        <SignedAmount value={profit} />{" "}
        <small>
          <Percent value={roi} />
        </small>
      </span>
    </li>
  );
}

type FlipListProps = { title: string; query: LoadedQuery & { data: FlipPage | undefined } };

function FlipList({ title, query }: FlipListProps) {
  const id = useId();
  const failure = useLoadFailure(query);
  const flips = query.data?.flips;
  return (
    <section className={desk.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {failure !== null && (
        <LoadFailed title={`The ${title.toLowerCase()} could not be loaded`} failure={failure} size="line" />
      )}
      {failure === null && flips === undefined && (
        <p className={desk.note} aria-busy="true">
          Loading
        </p>
      )}
      {flips?.length === 0 && <p className={desk.note}>None in this time.</p>}
      {flips !== undefined && flips.length > 0 && (
        <ol className={classes.flips}>
          {flips.map((flip) => (
            <FlipRow key={flip.id} flip={flip} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** The flips with the largest profit and the largest loss. */
export function Extremes({ filter: { filter } }: { filter: ProfitFilter }) {
  const best = trpc.flips.getFlips.useQuery({ ...filter, sort: "best", result: "profit", limit: COUNT });
  const worst = trpc.flips.getFlips.useQuery({ ...filter, sort: "worst", result: "loss", limit: COUNT });
  return (
    <div className={classes.pair}>
      <FlipList title="Best flips" query={best} />
      <FlipList title="Worst flips" query={worst} />
    </div>
  );
}
