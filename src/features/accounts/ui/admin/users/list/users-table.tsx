"use client";
import { useRef, useState } from "react";
import type { KeyboardEvent, MouseEvent } from "react";
import type { ManagedUser, UserPage } from "#features/accounts/admin/contract.ts";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import { formatExact } from "#ui/format/format.ts";
import dataTable from "#ui/layout/data-table.module.css";
import { UserRow } from "./user-row.tsx";
import { UserSkeletons } from "./user-skeletons.tsx";
import classes from "./users-table.module.css";

type UsersTableProps = {
  /** Null while they load. */
  users: readonly ManagedUser[] | null;
  /** By account id; null where nothing is sold: then there is no such column. */
  plans: UserPage["plans"];
  opened: string | null;
  isBehind: boolean;
  /** Loads the next page; null if all are shown. */
  more: { load: () => void; isLoading: boolean } | null;
  total: number | null;
  /** The error of the last request, or null. */
  fault: Parameters<typeof faultText>[0] | null;
  onOpen: (userId: string | null) => void;
};

const HEADS = [
  { name: "name", label: "Name" },
  { name: "email", label: "E-mail" },
  { name: "role", label: "Role" },
  { name: "plan", label: "Plan" },
  { name: "verified", label: "Verified" },
  { name: "factor", label: "2nd factor" },
  { name: "sessions", label: "Sessions", number: true },
  { name: "seen", label: "Last seen", number: true },
  { name: "made", label: "Made", number: true },
] as const;

const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at) => at + 1,
  j: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  k: (at) => at - 1,
  Home: () => 0,
  End: (_at, last) => last,
};

export function UsersTable({ users, plans, opened, isBehind, more, total, fault, onOpen }: UsersTableProps) {
  const heads = HEADS.filter(({ name }) => name !== "plan" || plans !== null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  // The list has one tab stop; arrow keys move from it.
  const stop = [focusedId, opened].find((id) => users?.some((user) => user.id === id)) ?? users?.[0]?.id;

  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    const buttons = [...(body.current?.querySelectorAll<HTMLElement>("[data-user]") ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (move === undefined || at < 0) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, move(at, buttons.length - 1)))]?.focus();
  };
  const onPress = ({ target }: MouseEvent) => {
    // Ignores the click that ends a text selection.
    if (!(target instanceof Element) || document.getSelection()?.isCollapsed === false) return;
    const button = target.closest("tr")?.querySelector<HTMLElement>("[data-user]");
    const id = button?.dataset["user"];
    if (id === undefined) return;
    button?.focus();
    onOpen(id === opened ? null : id);
  };

  return (
    <>
      <table className={dataTable.table} aria-label="Accounts" aria-busy={users === null || isBehind}>
        <colgroup>
          {heads.map(({ name }) => (
            <col key={name} className={classes[name]} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {heads.map(({ name, label, ...rest }) => (
              <th key={name} scope="col" data-number={"number" in rest || undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        {/* Clicking anywhere in a row is a shortcut for the button in it, which the keyboard uses. */}
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
        <tbody ref={body} onClick={onPress} onKeyDown={onKeyDown}>
          {users === null ? (
            <UserSkeletons />
          ) : (
            users.map((user) => (
              <UserRow
                key={user.id}
                user={user}
                plan={plans === null ? null : (plans[user.id] ?? "Free")}
                isOpen={user.id === opened}
                isTabStop={user.id === stop}
                onRowFocus={setFocusedId}
              />
            ))
          )}
        </tbody>
      </table>
      <div className={dataTable.more}>
        {more !== null && (
          <Button pending={more.isLoading} onPress={more.load}>
            {more.isLoading ? "Loading…" : "Show more"}
          </Button>
        )}
        {users !== null && total !== null && (
          <span>
            {formatExact(users.length)} of {formatExact(total)} shown
          </span>
        )}
        {fault !== null && (
          <span role="alert" className={dataTable.fault}>
            {faultText(fault)}
          </span>
        )}
      </div>
    </>
  );
}
