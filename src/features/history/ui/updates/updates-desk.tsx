"use client";
import { useState } from "react";
import type { GameUpdate } from "#features/history/contract.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import dataTable from "#ui/layout/data-table.module.css";
import { Notice } from "#ui/feedback/notice.tsx";
import { SidePanel } from "#ui/panels/side-panel.tsx";
import { UndoNotice } from "#ui/feedback/undo-notice.tsx";
import type { Undoable } from "#ui/feedback/undo-notice.tsx";
import { UpdateForm } from "./update-form.tsx";
import { UpdatesTable } from "./updates-table.tsx";
import classes from "./updates.module.css";
import { useUpdates } from "./use-updates.ts";

const quoted = (title: string) => (
  <>
    “<bdi>{title}</bdi>”
  </>
);

/** The admin page to add, edit and delete the game updates that charts mark. */
export function UpdatesDesk() {
  const { query, updates, save, remove } = useUpdates();
  const failure = useLoadFailure(query);
  const [edited, setEdited] = useState<GameUpdate | "new" | null>(null);
  const [action, setAction] = useState<Undoable | null>(null);
  const showUndo = (done: Omit<Undoable, "id">) =>
    setAction((last) => ({ ...done, id: (last?.id ?? 0) + 1 }));

  const onSaved = (saved: GameUpdate, former: GameUpdate | null) => {
    setEdited(null);
    showUndo({
      text: <>Saved {quoted(saved.title)}: charts show it within 20 seconds.</>,
      undo: () => (former === null ? remove.mutateAsync({ id: saved.id }) : save(former)),
    });
  };
  const onDelete = async ({ id }: GameUpdate) => {
    const gone = await remove.mutateAsync({ id });
    if (edited !== "new" && edited?.id === id) setEdited(null);
    const { id: _, ...rest } = gone;
    showUndo({ text: <>Deleted {quoted(gone.title)}</>, undo: () => save(rest) });
  };

  const content = () => {
    if (failure !== null) {
      return (
        <LoadFailed title="The game updates could not be loaded" failure={failure}>
          Charts keep their marks.
        </LoadFailed>
      );
    }
    if (updates?.length === 0) {
      return (
        <Notice
          title="No game update is marked yet"
          action={{ label: "Add update", onPress: () => setEdited("new") }}
        >
          Charts mark what stands here at its moment: new content, changes of the tax.
        </Notice>
      );
    }
    return (
      <UpdatesTable
        updates={updates}
        editedId={edited === null || edited === "new" ? null : edited.id}
        deletingId={remove.isPending ? remove.variables.id : null}
        onEdit={setEdited}
        // The mutation keeps the error, which is shown above.
        onDelete={(update) => void onDelete(update).catch(() => undefined)}
      />
    );
  };

  return (
    <>
      <div className={classes.bar}>
        <h1 className="sr-only">Game updates</h1>
        <p className={classes.about}>
          {remove.isError ? (
            <span role="alert" className={dataTable.fault}>
              {faultText(remove.error)}
            </span>
          ) : (
            "Marked on every item’s chart"
          )}
        </p>
        <Button tone="primary" onPress={() => setEdited("new")}>
          Add update
        </Button>
      </div>
      <div className={dataTable.frame}>
        <div className={dataTable.scroll}>{content()}</div>
        {edited !== null && (
          <SidePanel
            key={edited === "new" ? "new" : edited.id}
            label={edited === "new" ? "New update" : `Edit ${edited.title}`}
            title={edited === "new" ? "New update" : "Edit update"}
            onClose={() => setEdited(null)}
          >
            <UpdateForm
              update={edited === "new" ? null : edited}
              save={save}
              onSaved={onSaved}
              onCancel={() => setEdited(null)}
            />
          </SidePanel>
        )}
      </div>
      <UndoNotice action={action} onClose={() => setAction(null)} />
    </>
  );
}
