"use client";
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { useMarketStatus } from "#features/market/ui/feed/use-status.ts";
import { Age } from "#ui/format/figures.tsx";
import { Button } from "#ui/form/button.tsx";
import { useOnline } from "#ui/failure/use-online.ts";
import { STORED_AT_HEADER } from "#ui/offline/addresses.ts";
import { readKeptItems } from "./kept-items.ts";
import type { KeptItem } from "./kept-items.ts";
import classes from "./offline-page.module.css";

/** A path of this site; `//host` and `/\\host` are another one. */
const isPath = (text: string | null): text is string => text !== null && /^\/(?![/\\])/.test(text);

const titleOf = (isOnline: boolean, isAway: boolean): string =>
  !isOnline
    ? "You are offline"
    : isAway
      ? "The server cannot be reached"
      : "The server did not answer in time";

/**
 * Shown for a page that cannot be loaded and is not kept on this device. Says which items are, and opens the page when the
 * server is there again. The pages are opened by the browser: Next.js would ask the server for them.
 */
export function OfflinePage() {
  const asked = useSearchParams().get("from");
  const from = isPath(asked) ? asked : "/";
  const isOnline = useOnline();
  const { isSuccess, isError } = useMarketStatus();
  // A server that answers, but not with this page in time, would lead back here again and again.
  const [wasAway, setWasAway] = useState(false);
  if (!wasAway && (isError || !isOnline)) setWasAway(true);
  const [items, setItems] = useState<readonly KeptItem[] | null>(null);
  useEffect(() => {
    void readKeptItems(STORED_AT_HEADER)
      .catch(() => [])
      .then(setItems);
  }, []);
  useEffect(() => {
    if (wasAway && isSuccess && asked !== null) location.replace(from);
  }, [wasAway, isSuccess, asked, from]);
  return (
    <section className={classes.page}>
      <div role="alert">
        <h1 className={classes.title}>{titleOf(isOnline, isError)}</h1>
        <p className={classes.text}>
          {from === "/" ? "The list" : <code>{from}</code>} is not kept on this device, so it cannot be shown
          now. {wasAway && "It opens by itself when the server is there again. "}Nothing you saved is
          affected.
        </p>
      </div>
      <Button tone="primary" onPress={() => location.assign(from)}>
        Try again
      </Button>
      {items !== null && items.length > 0 && (
        <>
          <h2 className={classes.heading}>Kept on this device</h2>
          <ul className={classes.list}>
            <li>
              {/* oxlint-disable-next-line nextjs/no-html-link-for-pages */}
              <a href="/">The list of all items</a>
            </li>
            {items.map(({ id, name, keptAtMs }) => (
              <li key={id}>
                <a href={`/items/${id}`}>{name}</a>
                <span className={classes.age}>
                  <Age atMs={keptAtMs} /> old
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
