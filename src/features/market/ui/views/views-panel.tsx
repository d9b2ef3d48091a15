"use client";
import { useRef, useState } from "react";
import { formatView } from "#features/market/ui/filters/view-params.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import type { NamedView } from "#features/market/views/contract.ts";
import { UndoNotice } from "#ui/feedback/undo-notice.tsx";
import type { Undoable } from "#ui/feedback/undo-notice.tsx";
import { Button } from "#ui/form/button.tsx";
import { FormRefusal } from "#ui/form/failure.ts";
import { faultText } from "#ui/format/fault-text.ts";
import { Flyout } from "#ui/panels/flyout.tsx";
import { DeviceLeftovers } from "./device-leftovers.tsx";
import { NameForm } from "./name-form.tsx";
import { offeredName, shareAddress } from "./share-address.ts";
import { ViewRow } from "./view-row.tsx";
import { useAccountStore, useDeviceStore } from "./view-store.ts";
import type { ViewStore } from "./view-store.ts";
import classes from "./views.module.css";

type ViewsPanelProps = {
  view: MarketView;
  /** Null for a visitor; undefined while unknown. */
  userId: string | null | undefined;
  onOpen: (text: string) => void;
  onClose: () => void;
};

/** The named views: saves the shown one under a name, opens, renames, overwrites, shares and deletes others. */
export function ViewsPanel({ userId, onClose, ...props }: ViewsPanelProps) {
  return (
    <Flyout title="Views" onClose={onClose}>
      {typeof userId === "string" ? <OfAccount {...props} /> : <OfDevice {...props} />}
    </Flyout>
  );
}

type PartProps = Pick<ViewsPanelProps, "view" | "onOpen">;

const OfAccount = (props: PartProps) => <Views {...props} store={useAccountStore()} isAccount />;
const OfDevice = (props: PartProps) => <Views {...props} store={useDeviceStore()} isAccount={false} />;

const reasonOf = (error: unknown): string =>
  error instanceof FormRefusal || !(error instanceof Error)
    ? String((error as Error).message)
    : faultText(error);

function Views({ view, onOpen, store, isAccount }: PartProps & { store: ViewStore; isAccount: boolean }) {
  const shown = formatView(view);
  const [fault, setFault] = useState<string | null>(null);
  const [done, setDone] = useState<Undoable | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const count = useRef(0);
  const [offered] = useState(() => offeredName(location.hash));

  /** Resolves to whether it worked; says what was done, or why not. */
  const run = async (
    act: Promise<unknown>,
    text: string,
    undo?: () => Promise<unknown>,
  ): Promise<boolean> => {
    setFault(null);
    try {
      await act;
      count.current += 1;
      setDone({ id: count.current, text, undo });
      return true;
    } catch (error) {
      setFault(reasonOf(error));
      return false;
    }
  };
  const remove = async (named: NamedView) => {
    const undo = () => store.save(named.name, named.view);
    // The button that was pressed is gone with its row.
    if (await run(store.remove(named.id), `Deleted “${named.name}”.`, undo)) list.current?.focus();
  };
  const overwrite = (named: NamedView) =>
    run(store.change(named.id, { view: shown }), `“${named.name}” is now the view you see.`, () =>
      store.change(named.id, { view: named.view }),
    );
  const share = (named: NamedView) =>
    run(
      navigator.clipboard.writeText(shareAddress(location.origin, named)).catch(() => {
        throw new FormRefusal("The browser refused to copy: open the view and copy its address");
      }),
      `Copied the link to “${named.name}”.`,
    );

  return (
    <>
      <NameForm
        label="Save this view as"
        button="Save"
        initial={offered}
        onSend={(name) => run(store.save(name, shown), `Saved “${name}”.`)}
      />
      <p role="alert" className={classes.fault}>
        {fault}
      </p>
      {store.views === null ? (
        <Loading store={store} />
      ) : store.views.length === 0 ? (
        <p className={classes.empty}>
          No views yet. Set the preset, filters, order and columns, then save them under a name.
        </p>
      ) : (
        <ul ref={list} className={classes.list} aria-label="Saved views" tabIndex={-1}>
          {store.views.map((named) => (
            <ViewRow
              key={named.id}
              named={named}
              isShown={named.view === shown}
              onOpen={() => onOpen(named.view)}
              onRename={(name) =>
                run(store.change(named.id, { name }), `“${named.name}” is now “${name}”.`, () =>
                  store.change(named.id, { name: named.name }),
                )
              }
              onOverwrite={() => void overwrite(named)}
              onShare={() => void share(named)}
              onDelete={() => void remove(named)}
            />
          ))}
        </ul>
      )}
      {isAccount ? (
        <DeviceLeftovers onDone={(text) => void run(Promise.resolve(), text)} onFault={setFault} />
      ) : (
        <p className={classes.note}>Kept on this device. With an account, they are on all of yours.</p>
      )}
      <UndoNotice action={done} onClose={() => setDone(null)} />
    </>
  );
}

const Loading = ({ store: { fault, retry } }: { store: ViewStore }) =>
  fault === null ? (
    <p className={classes.empty}>Loading your views…</p>
  ) : (
    <div role="alert" className={classes.empty}>
      <p>{faultText(fault)}</p>
      <Button onPress={retry}>Try again</Button>
    </div>
  );
