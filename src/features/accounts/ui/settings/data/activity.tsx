"use client";
import { useState } from "react";
import type { ActivityEntry } from "#features/accounts/contract.ts";
import { detailText, whereText } from "#features/accounts/ui/admin/audit/log-words.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Age } from "#ui/format/figures.tsx";
import { Button } from "#ui/form/button.tsx";
import { Section } from "#ui/layout/section.tsx";
import classes from "./activity.module.css";

export function Activity() {
  const [pages, setPages] = useState(1);
  return (
    <Section title="Activity" lead="Sign-ins and changes of your account, newest first.">
      <ol className={classes.log}>
        <Page before={undefined} more={pages - 1} onMore={() => setPages(pages + 1)} />
      </ol>
    </Section>
  );
}

type PageProps = {
  before: number | undefined;
  /** The number of pages to render after this one. */
  more: number;
  onMore: () => void;
};

/** One page, which renders the next with its own cursor: new entries shift every page, and none is lost. */
function Page({ before, more, onMore }: PageProps) {
  const page = trpc.account.activity.useQuery(before === undefined ? {} : { before });
  const failure = useLoadFailure(page);
  if (page.data === undefined) {
    return (
      <li className={classes.last} aria-busy={failure === null}>
        {failure !== null ? (
          <LoadFailed title="These entries could not be loaded" failure={failure} size="line" />
        ) : (
          <span className={classes.skeletons} aria-label="Loading" />
        )}
      </li>
    );
  }
  const { entries, next } = page.data;
  return (
    <>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
      {entries.length === 0 && before === undefined && (
        <li className={classes.last}>Nothing has happened yet.</li>
      )}
      {next !== null && more > 0 && <Page before={next} more={more - 1} onMore={onMore} />}
      {next !== null && more === 0 && (
        <li className={classes.last}>
          <Button onPress={onMore}>Show older entries</Button>
        </li>
      )}
    </>
  );
}

function Entry({ entry }: { entry: ActivityEntry }) {
  const detail = detailText(entry.detail);
  const where = whereText(entry);
  return (
    <li className={classes.entry}>
      <span className={classes.what}>
        {entry.words}
        {detail !== "" && (
          <>
            {" "}
            <bdi className={classes.small}>{detail}</bdi>
          </>
        )}
        {entry.by !== null && (
          <span className={classes.small}>
            {" "}
            by <bdi>{entry.by}</bdi>
          </span>
        )}
      </span>
      <span className={classes.where}>{where}</span>
      <span className={classes.age}>
        <Age atMs={entry.at} />
        <span className="sr-only"> ago</span>
      </span>
    </li>
  );
}
