"use client";
import Link from "next/link";
import type { ImportView } from "#features/imports/contract.ts";
import { STATE_WORDS } from "#features/imports/rules/state-words.ts";
import { sizeText } from "#features/imports/rules/sizes.ts";
import { trpc } from "#trpc/client.tsx";
import { Pill } from "#ui/feedback/pill.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { Age } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import { Button } from "#ui/form/button.tsx";
import kit from "#ui/form/form.module.css";
import { Progress } from "#features/imports/ui/page/progress.tsx";
import classes from "#features/imports/ui/page/imports.module.css";

type ImportRowProps = {
  view: ImportView;
  /** Bytes that this page has sent; null if it does not send the file. */
  sent: number | null;
  onStop: () => void;
};

const count = (number: number, one: string, many: string) =>
  `${formatExact(number)} ${number === 1 ? one : many}`;

function factsOf({ state, sizeBytes, summary, committedTrades }: ImportView): string {
  if (state === "committed" || state === "undoing") return count(committedTrades, "trade", "trades");
  if (state === "undone" || summary === null) return sizeText(sizeBytes);
  return `${formatExact(summary.new)} new, ${formatExact(summary.known)} already here, ${formatExact(summary.unmatched)} unmatched`;
}

export function ImportRow({ view, sent, onStop }: ImportRowProps) {
  const utils = trpc.useUtils();
  const cancel = trpc.imports.cancel.useMutation({ onSettled: () => utils.imports.list.invalidate() });
  const { id, name, state, problem } = view;
  const { label, tone, hint } = STATE_WORDS[state];
  const isInterrupted = state === "uploading" && sent === null;
  const canOpen = state !== "uploading" && state !== "failed";
  const isInLedger = state === "committed" || state === "undoing";
  const remove = () => {
    onStop();
    cancel.mutate({ id });
  };
  return (
    <li className={classes.row}>
      <div className={classes.name}>
        {canOpen ? (
          <Link href={`/imports/${id}`} prefetch={false}>
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <bdi>{name}</bdi>
        )}
        <Pill
          tone={isInterrupted ? "bad" : tone}
          hint={isInterrupted ? "Choose the same file again to go on" : hint}
        >
          {isInterrupted ? "Interrupted" : label}
        </Pill>
      </div>
      <p className={classes.facts}>
        {factsOf(view)} · <Age atMs={view.createdAt} /> ago
        {isInterrupted && " · choose the same file again, and it goes on where it ended"}
      </p>
      <div className={classes.side}>
        {(state === "ready" || state === "asking") && (
          <Link
            className={kit.button}
            data-tone={state === "ready" ? "primary" : undefined}
            href={`/imports/${id}`}
            prefetch={false}
          >
            {state === "ready" ? "Look and add" : "Answer"}
          </Link>
        )}
        {!isInLedger && (
          <Button
            label={`${state === "undone" || state === "failed" ? "Remove" : "Cancel"} ${name}`}
            pending={cancel.isPending}
            onPress={remove}
          >
            {state === "undone" || state === "failed" ? "Remove" : "Cancel"}
          </Button>
        )}
      </div>
      <Progress view={view} sent={sent} />
      {problem !== null && <p className={classes.problem}>{problem}</p>}
      {cancel.error !== null && (
        <p className={classes.problem} role="alert">
          {faultText(cancel.error)}
        </p>
      )}
    </li>
  );
}
