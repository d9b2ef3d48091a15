"use client";
import { memo } from "react";
import type { ManagedUser } from "#features/accounts/admin/contract.ts";
import { Age, Exact } from "#ui/format/figures.tsx";
import classes from "./users-table.module.css";

type UserRowProps = {
  user: ManagedUser;
  /** Null where nothing is sold. */
  plan: string | null;
  isOpen: boolean;
  /** Whether the row is the list's tab stop. */
  isTabStop: boolean;
  onRowFocus: (userId: string) => void;
};

export const UserRow = memo(function UserRow({ user, plan, isOpen, isTabStop, onRowFocus }: UserRowProps) {
  return (
    <tr data-pressable data-open={isOpen || undefined}>
      <th scope="row" data-wide>
        <button
          type="button"
          className={classes.open}
          data-user={user.id}
          aria-expanded={isOpen}
          tabIndex={isTabStop ? 0 : -1}
          onFocus={() => onRowFocus(user.id)}
        >
          <bdi>{user.name}</bdi>
        </button>
        {user.lockedAt !== null && <span className={classes.locked}>Locked</span>}
      </th>
      <td data-wide className={classes.address}>
        <bdi data-hint={user.email}>{user.email}</bdi>
      </td>
      <td data-label="Role">
        {user.role === "admin" ? <span className={classes.admin}>Admin</span> : "User"}
      </td>
      {plan !== null && <td data-label="Plan">{plan}</td>}
      <td data-label="Verified" className={user.emailVerified ? undefined : classes.pending}>
        {user.emailVerified ? "Yes" : "Not yet"}
      </td>
      <td data-label="2nd factor">{user.twoFactor ? "On" : "Off"}</td>
      <td data-label="Sessions" data-number>
        <Exact value={user.sessions} />
      </td>
      <td data-label="Last seen" data-number>
        <Age atMs={user.lastUsedAt} />
      </td>
      <td data-label="Made" data-number>
        <Age atMs={user.createdAt} />
      </td>
    </tr>
  );
});
