"use client";
import type { ReactNode } from "react";
import type { QualityFlag } from "#features/market/contract.ts";
import { formatLongAge } from "#ui/format/format.ts";
import {
  ClockIcon,
  HalfIcon,
  QuestionIcon,
  SpikeIcon,
  SteepIcon,
  SwapIcon,
  ThinIcon,
} from "#ui/icons/icons.tsx";
import { useTimedText } from "#ui/format/now.tsx";
import classes from "#features/market/ui/page/market.module.css";

type Sides = {
  high: number | null;
  highTime: number | null;
  low: number | null;
  lowTime: number | null;
  volume24h: number | null;
};

const ICONS: Readonly<Record<QualityFlag, (props: { size?: number }) => ReactNode>> = {
  incomplete: HalfIcon,
  stale: ClockIcon,
  inverted: SwapIcon,
  thin: ThinIcon,
  odd: SpikeIcon,
  unconfirmed: QuestionIcon,
  steep: SteepIcon,
};

function staleSentence({ highTime, lowTime }: Sides, nowMs: number): string {
  if (highTime === null || lowTime === null) {
    const known = highTime ?? lowTime;
    return known === null ? "Not traded lately." : `Last traded ${formatLongAge(known, nowMs)} ago.`;
  }
  return lowTime < highTime
    ? `Buy side is ${formatLongAge(lowTime, nowMs)} old.`
    : `Sell side is ${formatLongAge(highTime, nowMs)} old.`;
}

function missingSentence({ high, low }: Sides): string {
  if (high === null && low === null) return "No known price.";
  return high === null ? "No known sell-at price." : "No known buy-at price.";
}

const sentence = (flag: QualityFlag, sides: Sides, nowMs: number): string => {
  switch (flag) {
    case "incomplete":
      return missingSentence(sides);
    case "stale":
      return staleSentence(sides, nowMs);
    case "inverted":
      return "Sell-at is below buy-at: the sides traded at different times, so there is no margin here.";
    case "thin":
      return `Thin: only ${sides.volume24h ?? 0} traded in 24 h.`;
    case "odd":
      return "One odd trade: the latest price is far from its average. Profit/4h counts with the average.";
    case "unconfirmed":
      return "A side has no recent average that confirms its latest trade.";
    case "steep":
      return "A ROI above 50% is rare: check both prices first.";
  }
};

/** An icon for each of the two most serious flags; sentences for all in the tooltip and for screen readers. */
export function QualityMarks({ flags, ...sides }: Sides & { flags: readonly QualityFlag[] }) {
  const text = useTimedText((nowMs) => flags.map((flag) => sentence(flag, sides, nowMs)).join("\n"));
  if (flags.length === 0) {
    return (
      <span key="none" className="sr-only">
        No doubts about these prices.
      </span>
    );
  }
  return (
    <span key={flags.join()} className={classes.marks} data-hint={text}>
      {flags.slice(0, 2).map((flag) => {
        const Icon = ICONS[flag];
        return <Icon key={flag} size={16} />;
      })}
      <span className="sr-only">{text}</span>
    </span>
  );
}
