import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { useAmountFormat } from "#ui/display/numbers.tsx";
import { UNKNOWN } from "#ui/format/format.ts";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import { DisplayIcon, KeyboardIcon, MoonIcon, SignOutIcon, SunIcon, SystemIcon } from "#ui/icons/icons.tsx";
import { navIcons } from "#ui/icons/nav-icons.tsx";
import { FreeMark } from "#features/market/ui/table/free-mark.tsx";
import classes from "./palette.module.css";
import type { PaletteEntry } from "./use-palette-entries.ts";

const ICONS = {
  ...navIcons,
  light: SunIcon,
  dark: MoonIcon,
  auto: SystemIcon,
  display: DisplayIcon,
  signOut: SignOutIcon,
  keys: KeyboardIcon,
} as const;

function Price({ label, value }: { label: string; value: number | null }) {
  const format = useAmountFormat();
  return (
    <span className={classes.price}>
      <span className={classes.priceLabel}>{label} </span>
      {value === null ? (
        <>
          <span aria-hidden="true">{UNKNOWN}</span>
          <span className="sr-only">unknown</span>
        </>
      ) : (
        format(value)
      )}
    </span>
  );
}

function EntryContent({ entry }: { entry: PaletteEntry }): ReactNode {
  if (entry.kind === "item") {
    return (
      <>
        <ItemIcon name={entry.label} icon={entry.icon} />
        <span className={classes.name}>
          {entry.label} <FreeMark members={entry.facts?.members ?? null} />
        </span>
        {entry.facts && (
          <span className={classes.prices}>
            <Price label="Buy at" value={entry.facts.low} />
            <Price label="Sell at" value={entry.facts.high} />
          </span>
        )}
      </>
    );
  }
  const Icon = ICONS[entry.icon];
  return (
    <>
      <span className={classes.glyph}>
        <Icon />
      </span>
      <span className={classes.name}>{entry.label}</span>
      <span className={classes.kind}>{entry.kind === "page" ? "Page" : "Action"}</span>
    </>
  );
}

type PaletteOptionProps = {
  id: string;
  entry: PaletteEntry;
  isActive: boolean;
  onPoint: () => void;
  onPick: () => void;
};

export function PaletteOption({ id, entry, isActive, onPoint, onPick }: PaletteOptionProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) ref.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    // The input keeps the focus and handles the keys; options only handle the pointer.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={ref}
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      aria-selected={isActive}
      className={classes.option}
      onPointerMove={isActive ? undefined : onPoint}
      onClick={onPick}
    >
      <EntryContent entry={entry} />
    </div>
  );
}
