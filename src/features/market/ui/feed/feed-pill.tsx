"use client";
import { useCallback, useState } from "react";
import type { MarketStatus } from "#features/feed/contract.ts";
import { useTimedText } from "#ui/format/now.tsx";
import { formatAge } from "#ui/format/format.ts";
import { Pill } from "#ui/feedback/pill.tsx";
import type { PillTone } from "#ui/feedback/pill.tsx";
import classes from "./feed-pill.module.css";
import { FeedPanel } from "./feed-panel.tsx";
import { useOfflineSince } from "./use-offline-since.ts";
import { useMarketStatus } from "./use-status.ts";

type PillText = { tone: PillTone; label: string; sinceMs: number | null; hint: string };

const SOURCE_NAMES = { wiki: "OSRS Wiki", simulated: "the simulator", other: "the configured feed" } as const;

function pillTextFor(status: MarketStatus, offlineSince: number | null): PillText {
  const source = status.source === null ? "the price feed" : SOURCE_NAMES[status.source];
  const { latestAt, problem } = status;
  const because = problem === null ? "" : `\n${problem}`;
  if (offlineSince !== null) {
    return {
      tone: "bad",
      label: "Offline",
      sinceMs: offlineSince,
      hint: "This page cannot reach the server. It keeps the last prices and tries again.",
    };
  }
  if (status.state === "waiting") {
    return {
      tone: "notice",
      label: "Waiting",
      sinceMs: null,
      hint: `No prices from ${source} yet.${because}`,
    };
  }
  if (status.state === "stale") {
    return {
      tone: "bad",
      label: "Stale",
      sinceMs: latestAt,
      hint: `No new prices from ${source}.${because}`,
    };
  }
  return status.source === "simulated"
    ? {
        tone: "notice",
        label: "Simulated",
        sinceMs: latestAt,
        hint: `Simulated prices: made up on this machine, not the game's.${because}`,
      }
    : { tone: "good", label: "Live", sinceMs: latestAt, hint: `Live prices from ${source}.${because}` };
}

/** The state of the price feed: live, simulated, stale, waiting or offline, with its age. Opens a panel that tells more. */
export function FeedPill() {
  const [isOpen, setOpen] = useState(false);
  const { data } = useMarketStatus();
  const offlineSince = useOfflineSince();
  const pill: PillText =
    data === undefined
      ? offlineSince !== null
        ? { tone: "bad", label: "Offline", sinceMs: offlineSince, hint: "This page cannot reach the server." }
        : {
            tone: "quiet",
            label: "Connecting",
            sinceMs: null,
            hint: "Asking for the state of the price feed.",
          }
      : pillTextFor(data, offlineSince);
  const { sinceMs } = pill;
  const age = useTimedText(useCallback((nowMs: number) => formatAge(sinceMs, nowMs), [sinceMs]));
  return (
    <span className={classes.slot}>
      <span className={classes.hinted} data-hint={isOpen ? undefined : pill.hint}>
        <Pill tone={pill.tone}>
          <output>{pill.label}</output>
          {sinceMs !== null && (
            <span className={classes.age}>
              <span className={classes.long}>{`· ${age} ago`}</span>
              <span className={classes.short} aria-hidden="true">{`· ${age}`}</span>
            </span>
          )}
        </Pill>
        {/* Lies over the pill: inside a button, screen readers would not announce its state. */}
        <button
          type="button"
          className={classes.cover}
          aria-label="About the prices"
          aria-expanded={isOpen}
          aria-haspopup="dialog"
          onClick={() => setOpen(!isOpen)}
        />
      </span>
      {isOpen && (
        <FeedPanel
          status={data}
          words={pill.hint}
          offlineSinceMs={offlineSince}
          onClose={() => setOpen(false)}
        />
      )}
    </span>
  );
}
