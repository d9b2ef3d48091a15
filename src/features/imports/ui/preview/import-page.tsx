"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ImportView } from "#features/imports/contract.ts";
import { STATE_WORDS, isMoving } from "#features/imports/rules/state-words.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Pill } from "#ui/feedback/pill.tsx";
import { SectionLoading } from "#ui/layout/section.tsx";
import { Frame } from "#features/imports/ui/page/frame.tsx";
import { Progress } from "#features/imports/ui/page/progress.tsx";
import classes from "#features/imports/ui/page/imports.module.css";
import { Answers } from "./answers.tsx";
import { CommitBar } from "./commit-bar.tsx";
import { Preview } from "./preview.tsx";

const POLL_MS = 1_000;

/** One import: what it needs to know, what it holds, and the button that adds it. */
export const ImportPage = ({ id }: { id: string }) => (
  <Frame title="Import" isBelow>
    <ImportDesk id={id} />
  </Frame>
);

function ImportDesk({ id }: { id: string }) {
  const query = trpc.imports.get.useQuery(
    { id },
    {
      staleTime: 0,
      refetchInterval: ({ state }) =>
        state.data !== undefined && isMoving(state.data.state) ? POLL_MS : false,
    },
  );
  const failure = useLoadFailure(query);
  if (failure !== null)
    return (
      <LoadFailed title="This import could not be loaded" failure={failure} size="box">
        Your trades are safe.
      </LoadFailed>
    );
  return query.data === undefined ? <SectionLoading /> : <Loaded view={query.data} />;
}

function Loaded({ view }: { view: ImportView }) {
  const router = useRouter();
  const [isChanging, setChanging] = useState(false);
  const { state, problem, summary } = view;
  const { label, tone, hint } = STATE_WORDS[state];
  const left = view.files.filter((file) => file.problem !== null);
  return (
    <>
      <div className={classes.name}>
        <bdi>{view.name}</bdi>
        <Pill tone={tone} hint={hint}>
          {label}
        </Pill>
      </div>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <Progress view={view} sent={null} />
      {left.length > 0 && (
        <ul className={classes.muted} aria-label="Files that are left out">
          {left.map((file) => (
            <li key={file.name}>
              <bdi>{file.name}</bdi> is left out: {file.problem}.
            </li>
          ))}
        </ul>
      )}
      {(state === "asking" || isChanging) && (
        <Answers key={view.id} view={view} onDone={() => setChanging(false)} />
      )}
      {summary !== null && state !== "reading" && !isChanging && (
        <>
          <CommitBar view={view} onChange={() => setChanging(true)} onGone={() => router.push("/imports")} />
          <Preview view={view} summary={summary} />
        </>
      )}
    </>
  );
}
