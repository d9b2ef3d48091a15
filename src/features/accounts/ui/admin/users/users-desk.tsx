"use client";
import { useId, useState } from "react";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import dataTable from "#ui/layout/data-table.module.css";
import { UndoNotice } from "#ui/feedback/undo-notice.tsx";
import type { Undoable } from "#ui/feedback/undo-notice.tsx";
import { UserPanel } from "./panel/user-panel.tsx";
import { UsersBar } from "./list/users-bar.tsx";
import { UsersNone } from "./list/users-states.tsx";
import { UsersTable } from "./list/users-table.tsx";
import { useUsers } from "./use-users.ts";
import { useUsersView } from "./users-view.ts";

/** The admin page to search accounts, lock them and change their roles. */
export function UsersDesk() {
  const view = useUsersView();
  const { query, users, plans, total, isBehind } = useUsers(view.text, view.filter);
  const failure = useLoadFailure(query);
  const [action, setAction] = useState<Undoable | null>(null);
  const panelId = useId();
  const opened = view.opened;

  const content = () => {
    if (failure !== null) return <LoadFailed title="The accounts could not be loaded" failure={failure} />;
    if (users?.length === 0) {
      return <UsersNone text={view.text} filter={view.filter} onReset={view.reset} />;
    }
    return (
      <UsersTable
        users={users}
        plans={plans}
        opened={opened}
        isBehind={isBehind}
        more={
          query.hasNextPage
            ? { load: () => void query.fetchNextPage(), isLoading: query.isFetchingNextPage }
            : null
        }
        total={total}
        fault={query.isError ? query.error : null}
        onOpen={view.open}
      />
    );
  };

  return (
    <>
      <UsersBar view={view} total={total} isBehind={isBehind} panelId={panelId} />
      <div className={dataTable.frame}>
        <div id={panelId} className={dataTable.scroll} role="tabpanel" aria-label="Accounts">
          {content()}
        </div>
        {opened !== null && (
          <UserPanel
            key={opened}
            userId={opened}
            user={users?.find(({ id }) => id === opened) ?? null}
            isLoading={users === null && !query.isError}
            onDone={setAction}
            onClose={() => view.open(null)}
          />
        )}
      </div>
      <UndoNotice action={action} onClose={() => setAction(null)} />
    </>
  );
}
