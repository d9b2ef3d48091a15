"use client";
import type { ImportView } from "#features/imports/contract.ts";
import { sampleLog } from "#features/imports/rules/sample-log.ts";
import { isMoving } from "#features/imports/rules/state-words.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { GateNotice } from "#ui/feedback/gate-notice.tsx";
import { formatExact } from "#ui/format/format.ts";
import { Button } from "#ui/form/button.tsx";
import { SectionLoading } from "#ui/layout/section.tsx";
import classes from "#features/imports/ui/page/imports.module.css";
import { DropZone } from "./drop-zone.tsx";
import { ImportRow } from "./import-row.tsx";
import { useUploads } from "./use-uploads.ts";

const POLL_MS = 1_000;

/** A worker is at it. What this page sends, it knows by itself. */
const isWorkedOn = ({ state }: ImportView): boolean => state !== "uploading" && isMoving(state);

/** Files come in at the top; what became of earlier ones stands below. */
export function ImportsDesk() {
  const query = trpc.imports.list.useQuery(undefined, {
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.imports.some(isWorkedOn) === true ? POLL_MS : false),
  });
  const failure = useLoadFailure(query);
  const { imports = null, allowance = null } = query.data ?? {};
  const uploads = useUploads(imports ?? []);
  const addSample = () =>
    uploads.add([
      new File([sampleLog(new Date().getTime())], "sample-runelite.json", { type: "application/json" }),
    ]);
  return (
    <>
      <DropZone onFiles={uploads.add} />
      <div className={classes.alerts} role="alert">
        {uploads.problems.map((problem) => (
          <p key={problem} className={classes.problem}>
            {problem}
          </p>
        ))}
      </div>
      {allowance !== null && allowance.allowed !== null && (
        <GateNotice>
          {formatExact(allowance.used)} of {formatExact(allowance.allowed)} trades imported this month.
        </GateNotice>
      )}
      {imports === null ? (
        failure === null ? (
          <SectionLoading />
        ) : (
          <LoadFailed title="Your imports could not be loaded" failure={failure} size="box">
            Your trades are safe.
          </LoadFailed>
        )
      ) : imports.length === 0 ? (
        <div className={classes.actions}>
          <p className={classes.muted}>
            No imports yet. Have no log at hand? Six made-up trades show how it works, and can be undone.
          </p>
          <Button onPress={addSample}>Try a sample</Button>
        </div>
      ) : (
        <ul className={classes.list} aria-label="Imports">
          {imports.map((view) => (
            <ImportRow
              key={view.id}
              view={view}
              sent={uploads.sent[view.id] ?? null}
              onStop={() => uploads.stop(view.id)}
            />
          ))}
        </ul>
      )}
    </>
  );
}
