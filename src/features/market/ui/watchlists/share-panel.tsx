"use client";
import Link from "next/link";
import { useId, useState } from "react";
import type { WatchlistView } from "#features/market/watchlists/contract.ts";
import { Button } from "#ui/form/button.tsx";
import { CopyButton } from "#ui/form/copy-button.tsx";
import { Flyout } from "#ui/panels/flyout.tsx";
import classes from "./watchlists.module.css";

type SharePanelProps = {
  list: WatchlistView;
  isAccount: boolean;
  onShare: (isShared: boolean) => Promise<unknown>;
  onClose: () => void;
};

/** Makes the read-only link of a list, and takes it back. */
export function SharePanel({ list, isAccount, onShare, onClose }: SharePanelProps) {
  const id = useId();
  const [isPending, setPending] = useState(false);
  const share = async (isShared: boolean) => {
    setPending(true);
    await onShare(isShared);
    setPending(false);
  };
  const address = `${location.origin}/watchlists/shared/${list.shareToken ?? ""}`;
  return (
    <Flyout title="Share" onClose={onClose} align="end">
      <div className={classes.panel}>
        {!isAccount ? (
          <p>
            A list is shared from an account. <Link href="/sign-up">Create one</Link> or{" "}
            <Link href="/sign-in?next=/watchlists">sign in</Link>: the lists of this device move into it.
          </p>
        ) : list.shareToken === null ? (
          <>
            <p>
              Everybody who has the link can see this list and copy it, as it is then. Nobody can change it.
            </p>
            <Button tone="primary" pending={isPending} onPress={() => void share(true)}>
              Make a link
            </Button>
          </>
        ) : (
          <>
            <label htmlFor={id}>Read-only link</label>
            <input id={id} readOnly value={address} onFocus={({ target }) => target.select()} />
            <div className={classes.panelActs}>
              <CopyButton text={address} label="Copy" />
              <Button tone="danger" pending={isPending} onPress={() => void share(false)}>
                Take the link back
              </Button>
            </div>
          </>
        )}
      </div>
    </Flyout>
  );
}
