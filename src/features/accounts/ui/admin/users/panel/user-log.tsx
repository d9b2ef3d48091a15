"use client";
import { Skeleton } from "#ui/feedback/skeleton.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { Age } from "#ui/format/figures.tsx";
import { Button } from "#ui/form/button.tsx";
import { detailText, whereText } from "#features/accounts/ui/admin/audit/log-words.ts";
import { useLog } from "#features/accounts/ui/admin/audit/use-log.ts";
import classes from "./user-panel.module.css";

/** The audit log of one account, newest first. */
export function UserLog({ userId }: { userId: string }) {
  const { query, entries } = useLog(userId);
  if (entries === null && !query.isError) {
    return (
      <ul className={classes.log} aria-busy="true" aria-label="Loading">
        {["a", "b", "c", "d"].map((name) => (
          <li key={name} className={classes.entry}>
            <Skeleton />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <>
      {entries?.length === 0 && <p className={classes.note}>Nothing has happened yet.</p>}
      <ul className={classes.log}>
        {entries?.map((entry) => (
          <li key={entry.id} className={classes.entry}>
            <span className={classes.what}>
              {entry.words}
              {detailText(entry.detail) !== "" && <small> {detailText(entry.detail)}</small>}
            </span>
            <span className={classes.age}>
              <Age atMs={entry.at} />
            </span>
            <small className={classes.where}>
              {entry.by !== null && (
                <>
                  by <bdi>{entry.by}</bdi> ·{" "}
                </>
              )}
              {whereText(entry)}
            </small>
          </li>
        ))}
      </ul>
      {query.isError && (
        <p role="alert" className={classes.fault}>
          {faultText(query.error)}{" "}
          <Button tone="link" onPress={() => void query.refetch()}>
            Try again
          </Button>
        </p>
      )}
      {query.hasNextPage && (
        <Button pending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? "Loading…" : "Show more"}
        </Button>
      )}
    </>
  );
}
