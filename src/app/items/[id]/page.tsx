import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { LiquidityMap } from "#features/history/ui/liquidity/liquidity-map.tsx";
import { PriceChart } from "#features/history/ui/chart/price-chart.tsx";
import { ItemPage } from "#features/market/ui/item-page/item-page.tsx";
import { itemTitle } from "#features/market/ui/item-page/title.ts";
import { MyItem } from "#features/trades/ui/item/my-item.tsx";
import { MyTrades } from "#features/trades/ui/item/my-trades.tsx";
import { getWebDeps } from "#server/deps.ts";
import { getApi, isNotFound } from "#server/caller.tsx";

type Props = { params: Promise<{ id: string }> };

const MAX_ID = 2_147_483_647;

/** Parses an id in its canonical form: `/items/007` and `/items/7.0` are not found. */
const readId = (text: string): number | null =>
  /^(0|[1-9]\d{0,9})$/.test(text) && Number(text) <= MAX_ID ? Number(text) : null;

/** Reads the item once per request. Null if it cannot be read now; an unknown item ends in a 404. */
const readItem = cache(async (id: number) => {
  try {
    return await getApi().items.get({ id });
  } catch (error) {
    if (isNotFound(error)) notFound();
    getWebDeps().log.error({ error, itemId: id }, "item page rendered without its item");
    return null;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = readId((await params).id);
  const item = id === null ? null : await readItem(id);
  if (item === null) return { title: "Item" };
  return {
    title: itemTitle(item),
    description: `${item.name}: live Grand Exchange prices, margin after tax, volumes and history. ${item.examine}`,
  };
}

export default async function Page({ params }: Props) {
  const id = readId((await params).id);
  if (id === null) notFound();
  const item = await readItem(id);
  const name = item?.name ?? `Item ${id}`;
  return (
    <MyTrades key={id} itemId={id}>
      <ItemPage
        id={id}
        initial={item}
        chart={<PriceChart itemId={id} itemName={name} />}
        hours={<LiquidityMap itemId={id} itemName={name} />}
        mine={<MyItem itemId={id} />}
      />
    </MyTrades>
  );
}
