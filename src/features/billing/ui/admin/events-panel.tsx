"use client";
import { useState } from "react";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import { formatExact } from "#ui/format/format.ts";
import dataTable from "#ui/layout/data-table.module.css";
import { Notice } from "#ui/feedback/notice.tsx";
import classes from "./admin.module.css";
import type { EventState } from "./desk-view.ts";
import { EventsTable } from "./events-table.tsx";
import type { ReplayResult } from "./events-table.tsx";
import { useEvents } from "./use-events.ts";

const NONE: Readonly<Record<EventState, string>> = {
  all: "Stripe has delivered nothing yet",
  waiting: "No event waits: every customer was asked about",
  unknown: "No event of an unknown kind came",
};

/** The received webhook events, each with a button to replay it. */
export function EventsPanel({ state, onAll }: { state: EventState; onAll: () => void }) {
  const { query, replay, events } = useEvents(state);
  const failure = useLoadFailure(query);
  const [results, setResults] = useState<Readonly<Record<string, ReplayResult>>>({});
  const say = (id: string, result: ReplayResult) => setResults((all) => ({ ...all, [id]: result }));
  const onReplay = (id: string) => {
    replay.mutate(
      { id },
      {
        onSuccess: () => say(id, { ok: true, text: "Asked about again" }),
        onError: (error) => say(id, { ok: false, text: faultText(error) }),
      },
    );
  };
  if (failure !== null) {
    return (
      <LoadFailed title="The webhooks could not be loaded" failure={failure}>
        What Stripe delivered is safe.
      </LoadFailed>
    );
  }
  if (events?.length === 0) {
    return (
      <Notice
        title={NONE[state]}
        action={
          state === "all"
            ? { label: "Look again", onPress: () => void query.refetch() }
            : { label: "Show all events", onPress: onAll }
        }
      >
        {state === "all" && "Events stand here as they come in, each with what became of it."}
      </Notice>
    );
  }
  return (
    <>
      <EventsTable
        events={events}
        results={results}
        replayingId={replay.isPending ? replay.variables.id : null}
        onReplay={onReplay}
      />
      <div className={`${dataTable.more} ${classes.more}`}>
        {query.hasNextPage && (
          <Button pending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? "Loading…" : "Show more"}
          </Button>
        )}
        <Button pending={query.isFetching} onPress={() => void query.refetch()}>
          Refresh
        </Button>
        {events !== null && (
          <span>
            {formatExact(events.length)} shown{query.hasNextPage ? "" : ", to the first one"}
          </span>
        )}
        {query.isError && (
          <span role="alert" className={dataTable.fault}>
            {faultText(query.error)}
          </span>
        )}
      </div>
    </>
  );
}
