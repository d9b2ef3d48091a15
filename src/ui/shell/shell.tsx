import Link from "next/link";
import type { ReactNode } from "react";
import { DisplayButton } from "#ui/display/display-button.tsx";
import { Hints } from "#ui/feedback/hints.tsx";
import type { PageKeys, RailEntry } from "#ui/nav.ts";
import { ThemeToggle } from "#ui/theme/theme-toggle.tsx";
import { KeyMapLauncher } from "./keys/key-map-launcher.tsx";
import { Rail } from "./rail.tsx";
import classes from "./shell.module.css";

type ShellProps = {
  /** The search field of the top bar, with whatever it opens. */
  search: ReactNode;
  /** The state of the price feed. */
  status: ReactNode;
  /** Who is signed in, or the way to do so. */
  account: ReactNode;
  rail: readonly RailEntry[];
  /** What keys do, by page. */
  keys: readonly PageKeys[];
  children: ReactNode;
};

/** The frame of every page: rail (a bottom bar on a phone), top bar, one main region. */
export function Shell({ search, status, account, rail, keys, children }: ShellProps) {
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <header className={classes.top}>
        <Link className={classes.brand} href="/" aria-label="GE-Metrics, to the market">
          <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
            <rect width="22" height="22" rx="6" fill="var(--accent-fill)" />
            <path
              d="M5 15V11.5M9 15V7M13 15V9.5M17 15V5.5"
              stroke="var(--on-accent)"
              strokeWidth="2"
              strokeLinecap="round"
            />
          </svg>
          <span className={classes.brandName}>GE-Metrics</span>
        </Link>
        <div className={classes.search}>{search}</div>
        <div className={classes.tools}>
          {status}
          <ThemeToggle />
          <DisplayButton />
          {account}
        </div>
      </header>
      <Rail entries={rail} />
      <KeyMapLauncher keys={keys} />
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <Hints />
    </div>
  );
}
