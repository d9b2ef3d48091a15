"use client";
import { AUDIT_WORDS } from "#features/accounts/audit.ts";
import type { ActivityEntry } from "#features/accounts/audit.ts";
import { Bone } from "#ui/bone.tsx";
import { Age } from "#ui/figures.tsx";
import ledger from "#ui/ledger.module.css";
import classes from "./audit-desk.module.css";
import { detailText, whereText } from "./log-words.ts";

const HEADS = [
  { name: "when", label: "Age" },
  { name: "what", label: "What" },
  { name: "about", label: "Account" },
  { name: "by", label: "By" },
  { name: "where", label: "Where" },
] as const;

const BONES = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

function AuditRow({ entry }: { entry: ActivityEntry }) {
  const detail = detailText(entry.detail);
  const where = whereText(entry);
  return (
    <tr>
      <td>
        <Age atMs={entry.at} />
        <span className={classes.ago}> ago</span>
      </td>
      <td data-wide>
        <span data-hint={detail === "" ? undefined : `${AUDIT_WORDS[entry.action]}\n${detail}`}>
          {AUDIT_WORDS[entry.action]}
          {detail !== "" && <small className={classes.detail}> {detail}</small>}
        </span>
      </td>
      <td data-wide data-label="Account">
        {entry.about === null ? <span className={classes.none}>none</span> : <bdi>{entry.about}</bdi>}
      </td>
      <td data-wide data-label="By">
        {entry.by === null ? <span className={classes.none}>themselves</span> : <bdi>{entry.by}</bdi>}
      </td>
      <td data-wide data-label="Where">
        <span data-hint={where === "" ? undefined : where}>{where === "" ? "unknown" : where}</span>
      </td>
    </tr>
  );
}

/** `entries` is null while they load. */
export function AuditTable({ entries }: { entries: readonly ActivityEntry[] | null }) {
  return (
    <table className={`${ledger.table} ${classes.table}`} aria-label="Audit log" aria-busy={entries === null}>
      <colgroup>
        {HEADS.map(({ name }) => (
          <col key={name} className={classes[name]} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {HEADS.map(({ name, label }) => (
            <th key={name} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries === null
          ? BONES.map((row) => (
              <tr key={row} aria-hidden="true">
                {HEADS.map(({ name }) => (
                  <td key={name} data-wide>
                    <Bone />
                  </td>
                ))}
              </tr>
            ))
          : entries.map((entry) => <AuditRow key={entry.id} entry={entry} />)}
      </tbody>
    </table>
  );
}
