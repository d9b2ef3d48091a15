"use client";
import { useEffect } from "react";
import type { ReactNode } from "react";
import type { ItemView } from "#features/market/contract.ts";
import { judge } from "#features/market/rules/judge.ts";
import { isTrusted } from "#features/market/rules/quality.ts";
import { OfflineText } from "#features/market/ui/feed/offline-text.tsx";
import { useOfflineSince } from "#features/market/ui/feed/use-offline-since.ts";
import { rememberItem } from "#features/market/ui/palette/recent-items.ts";
import { Alchemy } from "./calculators/alchemy.tsx";
import { BreakEven } from "./calculators/break-even.tsx";
import { QualityWarnings } from "./quality-warnings.tsx";
import { ItemHeader } from "./item-header.tsx";
import classes from "./item-page.module.css";
import { ItemMissing } from "./item-missing.tsx";
import { LimitWindow } from "./calculators/limit-window.tsx";
import { RecentTrades } from "./recent-trades.tsx";
import { Related } from "./related.tsx";
import { PriceTiles } from "./tiles/price-tiles.tsx";
import { SideVolumes } from "./tiles/side-volumes.tsx";
import { itemTitle } from "./title.ts";
import { useToday } from "./use-today.ts";
import { useItem } from "./use-item.ts";

type ItemPageProps = {
  id: number;
  /** The item as rendered by the server; null if it could not be read. */
  initial: ItemView | null;
  /** The price chart and the liquidity map. They belong to another feature, so the page passes them in. */
  chart: ReactNode;
  hours: ReactNode;
  /** What the reader has traded of the item; likewise. */
  mine: ReactNode;
};

export function ItemPage({ id, initial, chart, hours, mine }: ItemPageProps) {
  const query = useItem(id, initial);
  if (query.data === undefined) return <ItemMissing query={query} />;
  return <ItemDesk item={query.data} chart={chart} hours={hours} mine={mine} />;
}

type ItemDeskProps = { item: ItemView } & Pick<ItemPageProps, "chart" | "hours" | "mine">;

function ItemDesk({ item, chart, hours, mine }: ItemDeskProps) {
  const { id, name, icon } = item;
  useEffect(() => rememberItem({ id, name, icon }), [id, name, icon]);
  const title = itemTitle(item);
  // Keeps the price in the tab's title up to date, because traders keep many items open in tabs.
  useEffect(() => {
    document.title = `${title} · GE-Metrics`;
  }, [title]);

  const offlineSinceMs = useOfflineSince();
  const trusted = isTrusted(item.quality);
  const sale = { itemId: id, atMs: useToday() };
  const judged = judge(item, sale);
  return (
    <article className={classes.page}>
      <ItemHeader item={item} />
      {offlineSinceMs !== null && (
        <output className={classes.offline}>
          <OfflineText sinceMs={offlineSinceMs} />
        </output>
      )}
      <QualityWarnings item={item} trusted={trusted} />
      <PriceTiles item={item} judged={judged} sale={sale} trusted={trusted} />
      <div className={classes.desk}>
        <div className={classes.main}>
          {chart}
          <SideVolumes item={item} />
          <RecentTrades item={item} />
          {hours}
        </div>
        <div className={classes.side}>
          <LimitWindow key={`window-${id}`} item={item} judged={judged} trusted={trusted} />
          <BreakEven key={`even-${id}`} item={item} judged={judged} trusted={trusted} />
          <Alchemy item={item} judged={judged} trusted={trusted} />
          {mine}
        </div>
      </div>
      <Related items={item.related} />
    </article>
  );
}
