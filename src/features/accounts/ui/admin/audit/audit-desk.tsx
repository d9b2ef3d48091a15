"use client";
import { useQueryState } from "nuqs";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import { formatExact } from "#ui/format/format.ts";
import { CloseIcon } from "#ui/icons/icons.tsx";
import ledger from "#ui/layout/data-table.module.css";
import { Notice } from "#ui/feedback/notice.tsx";
import classes from "./audit-desk.module.css";
import { AuditTable } from "./audit-table.tsx";
import { useLog } from "./use-log.ts";
import { parseAsUserId } from "#features/accounts/ui/admin/users/users-view.ts";

/** What happened to all accounts, or to one, newest first. */
export function AuditDesk() {
  const [userId, setUserId] = useQueryState("user", parseAsUserId);
  const { query, entries } = useLog(userId);
  const failure = useLoadFailure(query);
  const about = entries?.find((entry) => entry.about !== null)?.about ?? "one account";

  const content = () => {
    if (failure !== null) {
      return (
        <LoadFailed title="The log could not be loaded" failure={failure}>
          What was written to it is safe.
        </LoadFailed>
      );
    }
    if (entries?.length === 0) {
      return (
        <Notice title="Nothing is in the log yet">Sign-ins, changes and acts of admins stand here.</Notice>
      );
    }
    return (
      <>
        <AuditTable entries={entries} />
        <div className={ledger.more}>
          {query.hasNextPage && (
            <Button pending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
              {query.isFetchingNextPage ? "Loading…" : "Show more"}
            </Button>
          )}
          {entries !== null && (
            <span>
              {formatExact(entries.length)} shown{query.hasNextPage ? "" : ", to the beginning of the log"}
            </span>
          )}
          {query.isError && (
            <span role="alert" className={ledger.fault}>
              {faultText(query.error)}
            </span>
          )}
        </div>
      </>
    );
  };

  return (
    <>
      <div className={classes.bar}>
        <h1 className="sr-only">Audit log</h1>
        {userId === null ? (
          <span className={classes.all}>All accounts, newest first</span>
        ) : (
          <button
            type="button"
            className={classes.chip}
            aria-label={`Show all accounts, not only ${about}`}
            onClick={() => void setUserId(null)}
          >
            Only <bdi>{about}</bdi>
            <CloseIcon size={12} />
          </button>
        )}
        <Button pending={query.isFetching} onPress={() => void query.refetch()}>
          Refresh
        </Button>
      </div>
      <div className={ledger.frame}>
        {/* Nothing in it takes the focus, and keys must scroll it all the same. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className={ledger.scroll} aria-label="Entries" tabIndex={0}>
          {content()}
        </section>
      </div>
    </>
  );
}
