"use client";
import type { ImportView } from "#features/imports/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Confirm } from "#ui/feedback/confirm.tsx";
import { GateNotice } from "#ui/feedback/gate-notice.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { formatExact } from "#ui/format/format.ts";
import { gateOf } from "#ui/format/gate.ts";
import { Button } from "#ui/form/button.tsx";
import classes from "#features/imports/ui/page/imports.module.css";

type CommitBarProps = { view: ImportView; onChange: () => void; onGone: () => void };

const trades = (count: number, before = "") =>
  `${formatExact(count)} ${before}${count === 1 ? "trade" : "trades"}`;

/** What can be done with an import now. */
export function CommitBar({ view, onChange, onGone }: CommitBarProps) {
  const utils = trpc.useUtils();
  const { id, state, summary, committedTrades } = view;
  const refresh = () => {
    void utils.imports.list.invalidate();
    return utils.imports.get.invalidate({ id });
  };
  const commit = trpc.imports.commit.useMutation({ onSettled: refresh });
  const undo = trpc.imports.undo.useMutation({ onSettled: refresh });
  const cancel = trpc.imports.cancel.useMutation({
    onSuccess: () => {
      if (state === "ready") onGone();
    },
    onSettled: refresh,
  });
  const gate = gateOf(commit.error);
  const error = (gate === null ? commit.error : null) ?? undo.error ?? cancel.error;
  const count = summary?.new ?? 0;
  return (
    <div className={classes.bar}>
      <div className={classes.actions}>
        {state === "ready" && (
          <>
            <Button
              tone="primary"
              pending={commit.isPending}
              disabled={count === 0}
              onPress={() => commit.mutate({ id })}
            >
              {count === 0 ? "Nothing new to add" : `Add ${trades(count, "new ")}`}
            </Button>
            <Button onPress={onChange}>Read it in another way</Button>
            <Button pending={cancel.isPending} onPress={() => cancel.mutate({ id })}>
              Cancel the import
            </Button>
          </>
        )}
        {state === "committing" && (
          <Button pending={cancel.isPending} onPress={() => cancel.mutate({ id })}>
            Stop
          </Button>
        )}
        {state === "committed" && (
          <Confirm
            label="Undo this import"
            confirm={`Yes, take ${trades(committedTrades)} out`}
            busyLabel="Undoing…"
            back="Keep them"
            tone="danger"
            pending={undo.isPending}
            onConfirm={() => undo.mutate({ id })}
          >
            All {trades(committedTrades)} of this import leave your ledger, also those that you changed since.
            Your file can be imported again.
          </Confirm>
        )}
      </div>
      <output className={classes.muted}>
        {state === "committed" && `${trades(committedTrades)} of this file are in your ledger.`}
        {state === "undone" && "Its trades were taken out of your ledger. Nothing else was changed."}
      </output>
      {gate !== null && <GateNotice href={gate.href}>{gate.message}.</GateNotice>}
      {error !== null && (
        <p className={classes.problem} role="alert">
          {faultText(error)}
        </p>
      )}
    </div>
  );
}
