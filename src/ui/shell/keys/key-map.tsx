"use client";
import { usePathname } from "next/navigation";
import { Fragment, useEffect, useId, useRef, useState } from "react";
import { CloseIcon } from "#ui/icons/icons.tsx";
import type { PageKeys } from "#ui/nav.ts";
import classes from "./key-map.module.css";
import { setSingleKeys, singleKeysWork } from "./single-keys.ts";

type KeyMapProps = { keys: readonly PageKeys[]; opened: boolean; onClose: () => void };

const worksOn = ({ path }: PageKeys, here: string): boolean =>
  path === undefined || (path !== "/" && path.endsWith("/") ? here.startsWith(path) : here === path);

/** `Ctrl K` is one after the other held, `j` and `↓` are two ways. */
const Combination = ({ keys }: { keys: string }) => (
  <span className={classes.combination}>
    {keys.split(" ").map((key) => (
      <kbd key={key}>{key}</kbd>
    ))}
  </span>
);

function Part({ part }: { part: PageKeys }) {
  const id = useId();
  return (
    <section className={classes.part} aria-labelledby={id}>
      <h3 id={id}>{part.title}</h3>
      <dl className={classes.list}>
        {part.keys.map(([ways, words]) => (
          <Fragment key={words}>
            <dt>
              {ways.map((way, at) => (
                <Fragment key={way}>
                  {at > 0 && " or "}
                  <Combination keys={way} />
                </Fragment>
              ))}
            </dt>
            <dd>{words}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

/** What keys do on this page, then what they do on others. */
export function KeyMap({ keys, opened, onClose }: KeyMapProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open === opened) return;
    if (opened) element.showModal();
    else element.close();
  }, [opened]);
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby={id}
      onClose={onClose}
      // The dialog element itself is only hit on the backdrop.
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
    >
      {opened && (
        <div className={classes.body}>
          <header className={classes.head}>
            <h2 id={id}>Keys</h2>
            <button type="button" className={classes.close} aria-label="Close" onClick={onClose}>
              <CloseIcon size={16} />
            </button>
          </header>
          <Parts keys={keys} />
          <SingleKeys />
        </div>
      )}
    </dialog>
  );
}

function Parts({ keys }: { keys: readonly PageKeys[] }) {
  const here = usePathname();
  const hereFirst = [
    ...keys.filter((part) => part.path !== undefined && worksOn(part, here)),
    ...keys.filter(({ path }) => path === undefined),
    ...keys.filter((part) => !worksOn(part, here)),
  ];
  return (
    // Scrolls, so it has to be reached by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classes.parts} tabIndex={0} aria-label="What keys do">
      {hereFirst.map((part) => (
        <Part key={part.title} part={part} />
      ))}
    </section>
  );
}

function SingleKeys() {
  const [work, setWork] = useState(singleKeysWork);
  return (
    <label className={classes.switch}>
      <input
        type="checkbox"
        checked={work}
        onChange={({ target }) => {
          setSingleKeys(target.checked);
          setWork(target.checked);
        }}
      />
      Keys without Ctrl work on the whole page, not only in the list
    </label>
  );
}
