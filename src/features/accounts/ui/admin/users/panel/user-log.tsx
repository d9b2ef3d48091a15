"use client";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Skeleton } from "#ui/feedback/skeleton.tsx";
import { Age } from "#ui/format/figures.tsx";
import { Button } from "#ui/form/button.tsx";
import { detailText, whereText } from "#features/accounts/ui/admin/audit/log-words.ts";
import { useLog } from "#features/accounts/ui/admin/audit/use-log.ts";
import classes from "./user-panel.module.css";

/** The audit log of one account, newest first. */
export function UserLog({ userId }: { userId: string }) {
  const { query, entries } = useLog(userId);
  const failure = useLoadFailure(query);
  if (failure !== null)
    return <LoadFailed title="The log could not be loaded" failure={failure} size="line" />;
  if (entries === null) {
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
          More could not be loaded.{" "}
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
