"use client";
import Link from "next/link";
import { Notice } from "#ui/feedback/notice.tsx";
import kit from "#ui/form/form.module.css";
import classes from "./flips.module.css";

/** Moves to the field of the quick line. */
const toQuickLine = () => document.querySelector<HTMLInputElement>("[data-quick-line]")?.focus();

const WORDS = {
  closed: ["No flips yet", "What you bought and sold again stands here, with its profit after tax."],
  open: ["Nothing is held", "What you bought and have not sold yet stands here, with its cost."],
  trades: ["No trades yet", "Every purchase, sale, drop and gift stands here, to be changed or deleted."],
} as const;

/** What would be here, and the ways to fill it. */
export function NoRows({ tab }: { tab: "closed" | "open" | "trades" }) {
  const [title, words] = WORDS[tab];
  return (
    <section className={classes.empty}>
      <h2>{title}</h2>
      <p>{words}</p>
      <ul>
        <li>
          <button type="button" className={kit.button} data-tone="primary" onClick={toQuickLine}>
            Type a trade
          </button>
          <span>
            One line, such as <code>b 100 nature rune 105</code>
          </span>
        </li>
        <li>
          <Link className={kit.button} href="/imports" prefetch={false}>
            Import a log
          </Link>
          <span>RuneLite, Exchange Logger, Flipping Utilities, Flipping Copilot, or any table</span>
        </li>
        <li>
          <Link className={kit.button} href="/imports" prefetch={false}>
            Try a sample
          </Link>
          <span>A few made-up trades on the page of imports, which can be undone as a whole</span>
        </li>
      </ul>
    </section>
  );
}

export const NothingMatches = ({ of, onClear }: { of: "flip" | "trade"; onClear: () => void }) => (
  <Notice title={`No ${of} matches`} action={{ label: "Clear the filters", onPress: onClear }}>
    Your other {of}s are still there.
  </Notice>
);
