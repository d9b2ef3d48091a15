import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { preloadList } from "#features/market/ui/list-data/preload-list.ts";
import { SharedList } from "#features/market/ui/watchlists/shared-list.tsx";
import { getApi, isNotFound } from "#server/caller.tsx";

type Props = { params: Promise<{ token: string }> };

/** Read once per request. A token that nobody has, or that was taken back, ends in a 404. */
const readList = cache(async (token: string) => {
  try {
    return await getApi().watchlists.getShared({ token });
  } catch (error) {
    if (isNotFound(error)) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await readList((await params).token.slice(0, 200));
  // The address is the key to the list: no other site is told it, and no search engine keeps it.
  return { title: name, robots: { index: false }, referrer: "no-referrer" };
}

export default async function Page({ params }: Props) {
  const list = await readList((await params).token.slice(0, 200));
  preloadList(null);
  return <SharedList list={list} />;
}
