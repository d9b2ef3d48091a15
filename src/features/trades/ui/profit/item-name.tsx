"use client";
import { ItemLink } from "#features/trades/ui/desk/item-link.tsx";
import { trpc } from "#trpc/client.tsx";

/** An item by its id alone, with a link to its page. */
export function ItemName({ itemId }: { itemId: number }) {
  const { data } = trpc.items.get.useQuery({ id: itemId }, { staleTime: Infinity });
  return <ItemLink itemId={itemId} name={data?.name ?? `Item ${itemId}`} icon={data?.icon ?? ""} />;
}
