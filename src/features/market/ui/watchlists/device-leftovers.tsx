"use client";
import { storeDeviceLists } from "#features/market/ui/watch/device-lists.ts";
import { showWatchNotice } from "#features/market/ui/watch/notice.ts";
import { useAdopt } from "#features/market/ui/watch/use-adopt.ts";
import { useDeviceLists } from "#features/market/ui/watch/use-watchlists.ts";
import { Button } from "#ui/form/button.tsx";
import classes from "./watchlists.module.css";

/** The lists of this device while the account does not have them, because they were too many or it did not answer. */
export function DeviceLeftovers() {
  const lists = useDeviceLists();
  const { adopt, isPending } = useAdopt();
  if (lists.length === 0) return null;
  const names = lists.map(({ name, itemIds }) => `“${name}” (${itemIds.length})`).join(", ");
  return (
    <section className={classes.leftovers} aria-label="Only on this device">
      <p>
        Only on this device: <bdi>{names}</bdi>
      </p>
      <div className={classes.panelActs}>
        <Button pending={isPending} onPress={() => void adopt()}>
          {isPending ? "Keeping…" : "Keep in my account"}
        </Button>
        <Button
          tone="danger"
          onPress={() => {
            const before = lists;
            storeDeviceLists([]);
            showWatchNotice("Deleted the lists of this device.", async () => void storeDeviceLists(before));
          }}
        >
          Delete from this device
        </Button>
      </div>
    </section>
  );
}
