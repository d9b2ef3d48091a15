"use client";
import { useRef } from "react";
import type { KeyboardEvent } from "react";
import { userFilters } from "#features/accounts/admin.ts";
import { formatExact } from "#ui/format.ts";
import { SearchIcon } from "#ui/icons.tsx";
import classes from "./users-bar.module.css";
import type { UserFilter, useUsersView } from "./users-view.ts";

const LABELS: Readonly<Record<UserFilter, string>> = {
  all: "All",
  admins: "Admins",
  locked: "Locked",
  unverified: "Unverified",
};

const STEP: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

type UsersBarProps = {
  view: ReturnType<typeof useUsersView>;
  /** Null while not known. */
  total: number | null;
  isBehind: boolean;
  panelId: string;
};

export function UsersBar({ view, total, isBehind, panelId }: UsersBarProps) {
  const tabs = useRef<HTMLDivElement>(null);
  const onTabKey = (event: KeyboardEvent) => {
    const step = STEP[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = (userFilters.indexOf(view.filter) + step + userFilters.length) % userFilters.length;
    const next = userFilters[at];
    if (next === undefined) return;
    view.show(next);
    tabs.current?.querySelectorAll("button")[at]?.focus();
  };
  return (
    <div className={classes.bar}>
      <h1 className="sr-only">Users</h1>
      <label className={classes.find}>
        <span className="sr-only">Find an account by name or e-mail</span>
        <SearchIcon size={15} />
        <input
          type="search"
          data-page-search
          value={view.text}
          maxLength={254}
          placeholder="Name or e-mail"
          autoComplete="off"
          spellCheck={false}
          aria-keyshortcuts="/"
          onChange={({ target }) => view.search(target.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") {
              event.preventDefault();
              document.querySelector<HTMLElement>("[data-user]")?.focus();
            }
            if (event.key !== "Escape") return;
            event.preventDefault();
            if (view.text === "") event.currentTarget.blur();
            else view.search("");
          }}
        />
      </label>
      {/* The chosen tab is the one that takes the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div
        ref={tabs}
        className={classes.tabs}
        role="tablist"
        aria-label="Which accounts"
        onKeyDown={onTabKey}
      >
        {userFilters.map((filter) => (
          <button
            key={filter}
            type="button"
            role="tab"
            className={classes.tab}
            aria-selected={filter === view.filter}
            aria-controls={panelId}
            tabIndex={filter === view.filter ? 0 : -1}
            onClick={() => view.show(filter)}
          >
            {LABELS[filter]}
          </button>
        ))}
      </div>
      <output className={classes.count} data-behind={isBehind || undefined}>
        {total !== null && (
          <>
            <b>{formatExact(total)}</b> {total === 1 ? "account" : "accounts"}
          </>
        )}
      </output>
    </div>
  );
}
