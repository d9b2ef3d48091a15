"use client";
import type { ItemView, RecentTrades as Trades } from "#features/market/contract.ts";
import { Card } from "#features/market/ui/item-page/calculators/card.tsx";
import cardClasses from "#features/market/ui/item-page/calculators/card.module.css";
import { Amount } from "#features/market/ui/item-page/calculators/amount.tsx";
import { trpc } from "#trpc/client.tsx";
import { Age } from "#ui/format/figures.tsx";
import classes from "./recent-trades.module.css";

/** The feed tells of new trades once a minute. */
const AGAIN_MS = 60_000;

function Side({ title, trades }: { title: string; trades: Trades["high"] }) {
  return (
    <table className={classes.side}>
      <caption>{title}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Price</th>
          <th scope="col">Age</th>
        </tr>
      </thead>
      <tbody>
        {trades.length === 0 && (
          <tr>
            <td colSpan={2}>None seen yet</td>
          </tr>
        )}
        {trades.map(({ at, price }) => (
          <tr key={at}>
            <td>
              <Amount value={price} />
            </td>
            <td>
              <Age atMs={at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The last trades that the feed reported, a list for each side. It samples once a minute, so it skips trades between. */
export function RecentTrades({ item }: { item: ItemView }) {
  const query = trpc.items.getRecentTrades.useQuery({ id: item.id }, { refetchInterval: AGAIN_MS });
  const trades = query.data;
  return (
    <Card title="Last trades">
      {trades === undefined ? (
        <p className={cardClasses.note} aria-busy={!query.isError}>
          {query.isError ? "The last trades could not be loaded." : "Loading the last trades"}
        </p>
      ) : (
        // Scrolls by keyboard too, so it takes the focus and has a name.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className={classes.sides} aria-label="The last trades by side" tabIndex={0}>
          <Side title="Bought instantly" trades={trades.high} />
          <Side title="Sold instantly" trades={trades.low} />
        </section>
      )}
      <p className={cardClasses.note}>
        The feed names the newest trade of each side once a minute: at most 20 are kept.
      </p>
    </Card>
  );
}
