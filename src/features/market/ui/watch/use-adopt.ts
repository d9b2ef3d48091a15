"use client";
import { trpc } from "#trpc/client.tsx";
import { readDeviceLists, storeDeviceLists } from "./device-lists.ts";
import { showWatchNotice } from "./notice.ts";
import { showRefusal } from "./toggle-watch.ts";

/** Moves the lists of this device into the account: all of them, or none. They stay on the device until it has them. */
export function useAdopt() {
  const utils = trpc.useUtils();
  const { mutateAsync, isPending } = trpc.watchlists.adopt.useMutation();
  const adopt = async (): Promise<void> => {
    const lists = readDeviceLists();
    if (lists.length === 0) return;
    try {
      const set = await mutateAsync({
        lists: lists.map(({ name, itemIds }) => ({ name, itemIds: [...itemIds] })),
      });
      utils.watchlists.list.setData(undefined, set);
      storeDeviceLists([]);
      showWatchNotice("The watchlists of this device are in your account now.");
    } catch (error) {
      showRefusal(error, "The watchlists of this device are not in your account yet. ");
    }
  };
  return { adopt, isPending };
}
