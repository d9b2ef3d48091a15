"use client";
import { useMemo } from "react";
import type { Flip } from "#features/trades/flips/contract.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { trpc } from "#trpc/client.tsx";
import { Percent, SignedAmount } from "#ui/format/figures.tsx";
import { formatDay, formatExact } from "#ui/format/format.ts";
import { ItemName } from "./item-name.tsx";
import classes from "./profit.module.css";
import type { ProfitFilter } from "./use-profit-filter.ts";

const COUNT = 5;

function FlipList({ title, flips }: { title: string; flips: readonly Flip[] | undefined }) {
  return (
    <section className={desk.card} aria-label={title}>
      <h2>{title}</h2>
      {flips === undefined && (
        <p className={desk.note} aria-busy="true">
          Loading
        </p>
      )}
      {flips?.length === 0 && <p className={desk.note}>None in this time.</p>}
      {flips !== undefined && flips.length > 0 && (
        <ol className={classes.flips}>
          {flips.map((flip) => (
            <li key={flip.id}>
              <ItemName itemId={flip.itemId} />
              <span className={classes.when}>
                {formatExact(flip.quantity)} on{" "}
                <span data-time={flip.soldAt ?? undefined}>
                  {flip.soldAt === null ? "" : formatDay(flip.soldAt)}
                </span>
              </span>
              <span className={classes.amount}>
                <SignedAmount value={flip.profit} />{" "}
                <small>
                  <Percent value={flip.roi} />
                </small>
              </span>
            </li>
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
  const lists = useMemo(
    () =>
      [
        ["Best flips", best.data?.flips],
        ["Worst flips", worst.data?.flips],
      ] as const,
    [best.data, worst.data],
  );
  return (
    <div className={classes.pair}>
      {lists.map(([title, flips]) => (
        <FlipList key={title} title={title} flips={flips} />
      ))}
    </div>
  );
}
