"use client";
import { deletionWarning } from "#features/billing/rules/deletion-warning.ts";
import { trpc } from "#trpc/client.tsx";
import form from "#ui/form/form.module.css";
import { WarningIcon } from "#ui/icons/icons.tsx";

const UNKNOWN =
  "Your plan could not be read. If you have Pro, it ends at once with the account, and nothing of what is paid is given back.";

/** Lists what a user with a paid plan loses by deleting the account; renders nothing without one. */
export function DeletionNotice() {
  const { data, isError } = trpc.billing.status.useQuery(undefined, { retry: 1 });
  const loss = data === undefined ? (isError ? UNKNOWN : null) : deletionWarning(data);
  if (loss === null) return null;
  return (
    <p className={form.alert} data-tone="bad" role="note">
      <WarningIcon size={16} />
      <span>{loss}</span>
    </p>
  );
}
