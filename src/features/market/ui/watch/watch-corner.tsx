"use client";
import Link from "next/link";
import { useSyncExternalStore } from "react";
import { UndoNotice } from "#ui/feedback/undo-notice.tsx";
import { AdoptDeviceLists } from "./adopt-device-lists.tsx";
import { closeWatchNotice, onWatchNotice, readWatchNotice } from "./notice.ts";
import { useDeviceLists, useKnownUserId } from "./use-watchlists.ts";

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
