"use client";
import type { EventPage } from "#features/billing/admin/contract.ts";
import { Age, Unknown } from "#ui/format/figures.tsx";
import { Button } from "#ui/form/button.tsx";
import { DataTable } from "#ui/layout/data-table.tsx";
import { Pill } from "#ui/feedback/pill.tsx";
import classes from "./admin.module.css";

type StripeEvent = EventPage["events"][number];
export type ReplayResult = { ok: boolean; text: string };

const HEADS = [
  { name: "when", label: "Age" },
  { name: "kind", label: "Event" },
  { name: "state", label: "State" },
  { name: "customer", label: "Customer" },
  { name: "times", label: "Came", isNumber: true },
  { name: "act", label: "Replay" },
] as const;

const STATE = {
  waiting: { tone: "notice", words: "Waiting", hint: "Its customer is still to be asked about" },
  synced: { tone: "good", words: "Synced", hint: "Its customer was asked about after it came" },
  noted: { tone: "quiet", words: "Noted", hint: "It changes nothing: kept and counted" },
} as const;

/** Types of thin events, and no others, begin with the version of an API. */
const isThin = ({ type }: StripeEvent): boolean => /^v\d+\./.test(type);
const THIN_HINT =
  "\nA thin event names no customer: let the event destination at Stripe send snapshot events";

type EventsTableProps = {
  /** Null while they load. */
  events: readonly StripeEvent[] | null;
  results: Readonly<Record<string, ReplayResult>>;
  replayingId: string | null;
  onReplay: (id: string) => void;
};

export const EventsTable = ({ events, results, replayingId, onReplay }: EventsTableProps) => (
  <DataTable label="Webhooks" heads={HEADS} classes={classes} skeletonRows={8}>
    {events?.map((event) => (
      <Row
        key={event.id}
        event={event}
        result={results[event.id]}
        isReplaying={replayingId === event.id}
        onReplay={() => onReplay(event.id)}
      />
    )) ?? null}
  </DataTable>
);

type RowProps = {
  event: StripeEvent;
  result: ReplayResult | undefined;
  isReplaying: boolean;
  onReplay: () => void;
};

function Row({ event, result, isReplaying, onReplay }: RowProps) {
  const { tone, words, hint } = STATE[event.state];
  return (
    <tr>
      <td data-label="Age">
        <Age atMs={event.receivedAt} />
      </td>
      <td data-wide data-first>
        <span data-hint={`${event.type}\n${event.id}${isThin(event) ? THIN_HINT : ""}`}>
          {event.type}
          {!event.isKnown && (
            <small className={classes.unknown}> {isThin(event) ? "thin event" : "unknown kind"}</small>
          )}
        </span>
      </td>
      <td>
        <Pill tone={tone} hint={hint}>
          {words}
        </Pill>
      </td>
      <td data-wide data-label="Customer">
        {event.stripeId === null ? <Unknown /> : <code data-hint={event.stripeId}>{event.stripeId}</code>}
      </td>
      <td data-number data-label="Came">
        {event.deliveries}×
      </td>
      <td>
        {event.stripeId === null ? (
          <span className={classes.none}>names nobody</span>
        ) : (
          <span className={classes.replay}>
            <Button
              tone="link"
              label={`Replay ${event.type} ${event.id}`}
              pending={isReplaying}
              onPress={onReplay}
            >
              {isReplaying ? "Replaying…" : "Replay"}
            </Button>
            <output data-bad={result?.ok === false || undefined} data-hint={result?.text}>
              {result?.text}
            </output>
          </span>
        )}
      </td>
    </tr>
  );
}
