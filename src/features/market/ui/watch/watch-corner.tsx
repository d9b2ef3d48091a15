"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useSyncExternalStore } from "react";
import { UndoNotice } from "#ui/feedback/undo-notice.tsx";
import { closeWatchNotice, onWatchNotice, readWatchNotice } from "./notice.ts";
import { useDeviceLists, useKnownUserId } from "./use-watchlists.ts";

const AdoptDeviceLists = dynamic(
  () => import("./adopt-device-lists.tsx").then((module) => module.AdoptDeviceLists),
  { ssr: false },
);

/** On every page: what was watched last, with Undo, and the move of a device's lists into the account. */
export function WatchCorner() {
  const notice = useSyncExternalStore(onWatchNotice, readWatchNotice, () => null);
  const userId = useKnownUserId();
  const device = useDeviceLists();
  return (
    <>
      {typeof userId === "string" && device.length > 0 && <AdoptDeviceLists key={userId} />}
      <UndoNotice
        action={
          notice && {
            id: notice.id,
            text: (
              <>
                {notice.text} {notice.isGate && <Link href="/plans">See plans</Link>}
              </>
            ),
            undo: notice.undo,
          }
        }
        onClose={closeWatchNotice}
      />
    </>
  );
}
