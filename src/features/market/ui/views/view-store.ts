"use client";
import { useState } from "react";
import type { NamedView } from "#features/market/views/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { readDeviceViews, storeDeviceViews, withView } from "./device-views.ts";

/** Where named views are kept. Each change rejects with a FormRefusal or the server's error. */
export type ViewStore = {
  /** By name; null while they are loading. */
  views: readonly NamedView[] | null;
  /** Null while they can be read. */
  fault: Error | null;
  retry: () => void;
  save: (name: string, view: string) => Promise<unknown>;
  change: (id: string, change: { name?: string; view?: string }) => Promise<unknown>;
  remove: (id: string) => Promise<unknown>;
};

const collator = new Intl.Collator("en", { numeric: true });
/** By name, `View 2` before `View 10`. */
const sorted = (views: readonly NamedView[]): NamedView[] =>
  views.toSorted((a, b) => collator.compare(a.name, b.name));

/** Of a visitor, on this device. */
export function useDeviceStore(): ViewStore {
  const [views, setViews] = useState(readDeviceViews);
  // Read again for each change: another tab may have saved one.
  const put = async (next: (views: readonly NamedView[]) => readonly NamedView[]) => {
    storeDeviceViews(next(readDeviceViews()));
    setViews(readDeviceViews());
  };
  return {
    views: sorted(views),
    fault: null,
    retry: () => undefined,
    save: (name, view) => put((held) => withView(held, { id: crypto.randomUUID(), name, view })),
    change: (id, change) =>
      put((held) => {
        const before = held.find((view) => view.id === id);
        return before === undefined ? held : withView(held, { ...before, ...change });
      }),
    remove: (id) => put((held) => held.filter((view) => view.id !== id)),
  };
}

/** Of a user, in the account. */
export function useAccountStore(): ViewStore {
  const utils = trpc.useUtils();
  const list = trpc.views.list.useQuery();
  const after = { onSettled: () => utils.views.list.invalidate() };
  const save = trpc.views.save.useMutation(after);
  const change = trpc.views.change.useMutation(after);
  const remove = trpc.views.delete.useMutation(after);
  return {
    views: list.data === undefined ? null : sorted(list.data.named),
    fault: list.data === undefined && list.error !== null ? new Error(list.error.message) : null,
    retry: () => void list.refetch(),
    save: (name, view) => save.mutateAsync({ name, view }),
    change: (id, changed) => change.mutateAsync({ id, ...changed }),
    remove: (id) => remove.mutateAsync({ id }),
  };
}
