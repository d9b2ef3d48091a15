"use client";
import { userFilters } from "#features/accounts/admin/contract.ts";
import { formatExact } from "#ui/format/format.ts";
import { PageSearch } from "#ui/layout/page-search.tsx";
import { Tabs } from "#ui/layout/tabs.tsx";
import classes from "#features/accounts/ui/admin/users/users-bar.module.css";
import type { UserFilter, useUsersView } from "#features/accounts/ui/admin/users/users-view.ts";

const LABELS: Readonly<Record<UserFilter, string>> = {
  all: "All",
  admins: "Admins",
  locked: "Locked",
  unverified: "Unverified",
};

const TABS = userFilters.map((filter) => [filter, LABELS[filter]] as const);

type UsersBarProps = {
  view: ReturnType<typeof useUsersView>;
  /** Null while unknown. */
  total: number | null;
  isBehind: boolean;
  panelId: string;
};

export function UsersBar({ view, total, isBehind, panelId }: UsersBarProps) {
  return (
    <div className={classes.bar}>
      <h1 className="sr-only">Users</h1>
      <PageSearch
        label="Find an account by name or e-mail"
        placeholder="Name or e-mail"
        text={view.text}
        maxLength={254}
        isWide
        onChange={view.search}
        onDown={() => document.querySelector<HTMLElement>("[data-user]")?.focus()}
      />
      <Tabs label="Which accounts" tabs={TABS} chosen={view.filter} panelId={panelId} onChoose={view.show} />
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
