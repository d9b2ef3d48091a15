"use client";
import type { EventPage } from "#features/billing/admin.ts";
import { Bone } from "#ui/bone.tsx";
import { Age, Unknown } from "#ui/figures.tsx";
import { Button } from "#ui/form/button.tsx";
import ledger from "#ui/ledger.module.css";
import { Pill } from "#ui/pill.tsx";
import classes from "./admin.module.css";

type StripeEvent = EventPage["events"][number];
export type ReplayResult = { ok: boolean; text: string };

const HEADS = [
  { name: "when", label: "Age" },
  { name: "kind", label: "Event" },
  { name: "state", label: "State" },
  { name: "customer", label: "Customer" },
  { name: "times", label: "Came" },
  { name: "act", label: "Replay" },
] as const;
const BONES = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

const STATE = {
  waiting: { tone: "notice", words: "Waiting", hint: "Its customer is still to be asked about" },
  synced: { tone: "good", words: "Synced", hint: "Its customer was asked about after it came" },
  noted: { tone: "quiet", words: "Noted", hint: "It changes nothing: kept and counted" },
} as const;

type EventsTableProps = {
  /** Null while they load. */
  events: readonly StripeEvent[] | null;
  results: Readonly<Record<string, ReplayResult>>;
  replayingId: string | null;
  onReplay: (id: string) => void;
};

export const EventsTable = ({ events, results, replayingId, onReplay }: EventsTableProps) => (
  <table className={`${ledger.table} ${classes.table}`} aria-label="Webhooks" aria-busy={events === null}>
    <colgroup>
      {HEADS.map(({ name }) => (
        <col key={name} className={classes[name]} />
      ))}
    </colgroup>
    <thead>
      <tr>
        {HEADS.map(({ name, label }) => (
          <th key={name} scope="col" data-number={name === "times" || undefined}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {events === null
        ? BONES.map((row) => (
            <tr key={row} aria-hidden="true">
              {HEADS.map(({ name }) => (
                <td key={name} data-wide>
                  <Bone />
                </td>
              ))}
            </tr>
          ))
        : events.map((event) => (
            <Row
              key={event.id}
              event={event}
              result={results[event.id]}
              isReplaying={replayingId === event.id}
              onReplay={() => onReplay(event.id)}
            />
          ))}
    </tbody>
  </table>
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
        <span data-hint={`${event.type}\n${event.id}`}>
          {event.type}
          {!event.isKnown && <small className={classes.unknown}> unknown kind</small>}
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
