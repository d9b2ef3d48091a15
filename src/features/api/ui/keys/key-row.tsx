"use client";
import type { ApiKeyView } from "#features/api/contract.ts";
import { API_KEY_CACHE_S } from "#features/api/rules/unlocked-keys.ts";
import { Confirm } from "#ui/feedback/confirm.tsx";
import { formatDay } from "#ui/format/format.ts";
import { Age } from "#ui/format/figures.tsx";
import { Pill } from "#ui/feedback/pill.tsx";
import classes from "./keys.module.css";

type KeyRowProps = { held: ApiKeyView; pending: boolean; onDelete: () => void };

export const KeyRow = ({ held, pending, onDelete }: KeyRowProps) => (
  <li className={classes.key}>
    <div className={classes.keyName}>
      <bdi>{held.name}</bdi>
      {held.locked && (
        <Pill tone="notice" hint="Above what your plan allows: kept, and refused until the plan has room">
          Locked
        </Pill>
      )}
    </div>
    <p className={classes.keyFacts}>
      <code>{held.start}…</code> made <span data-time={held.createdAt}>{formatDay(held.createdAt)}</span>,{" "}
      {held.lastUsedAt === null ? (
        "never used"
      ) : (
        <>
          used <Age atMs={held.lastUsedAt} /> ago
        </>
      )}
    </p>
    <Confirm
      label={`Delete “${held.name}”`}
      confirm="Yes, delete it"
      busyLabel="Deleting…"
      back="Keep it"
      tone="danger"
      pending={pending}
      onConfirm={onDelete}
    >
      Whatever sends this key is refused within {API_KEY_CACHE_S} seconds. It cannot be brought back; a new
      one can be made.
    </Confirm>
  </li>
);
