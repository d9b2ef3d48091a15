"use client";
import { useEffect, useEffectEvent, useRef } from "react";
import { trpc } from "#trpc/client.tsx";
import { onLastView, readLastView, storeLastView, wasChosenByUnknown } from "./last-view.ts";

/** Several changes in a row, such as of typed amounts, are saved as one. */
const SAVE_AFTER_MS = 1_500;

type AccountViewProps = {
  userId: string;
  /** Called with the account's view if this device has another one. */
  onOther: (theirs: string, mine: string) => void;
};

/**
 * Keeps the last view in the account. What this user changed here and the account does not have yet is saved first; else
 * the account's view holds, and a visitor's view is only taken over by an account without one.
 */
export function AccountView({ userId, onOther }: AccountViewProps) {
  const list = trpc.views.list.useQuery();
  const remember = trpc.views.remember.useMutation({
    onSuccess: (_, { view }) => {
      const now = readLastView();
      if (now?.owner === userId && now.view === view) storeLastView({ ...now, isUnsaved: false });
    },
  });
  const { mutate } = remember;

  const meet = useEffectEvent((theirs: string | null) => {
    const mine = readLastView();
    if (mine?.owner === userId && mine.isUnsaved) mutate({ view: mine.view });
    else if (mine !== null && mine.owner !== userId && (theirs === null || wasChosenByUnknown())) {
      storeLastView({ view: mine.view, owner: userId, isUnsaved: true });
      mutate({ view: mine.view });
    } else {
      storeLastView({ view: theirs ?? "", owner: userId, isUnsaved: false });
      onOther(theirs ?? "", mine?.view ?? "");
    }
  });
  const isMet = useRef(false);
  const { data } = list;
  useEffect(() => {
    if (data === undefined || isMet.current) return;
    isMet.current = true;
    meet(data.last);
  }, [data]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = onLastView(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const now = readLastView();
        if (now?.isUnsaved === true) mutate({ view: now.view });
      }, SAVE_AFTER_MS);
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [mutate]);
  return null;
}
