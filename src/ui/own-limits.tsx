"use client";
import { createContext, useContext, useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";

/** What the reader may still buy of an item in the running window of its limit. */
export type OwnLimit = { left: number | null; hint: string };
/** By item id: those whose window runs. An item that is not in it has its whole limit. */
export type OwnLimits = ReadonlyMap<number, OwnLimit>;

type Slot = { limits: OwnLimits | null; want: (isWanted: boolean) => void };

const Context = createContext<Slot>({ limits: null, want: () => undefined });

/** Gives the lists within it the reader's limits. `read`: what reads them, rendered while a list shows them. */
export function OwnLimitsProvider({
  read,
  children,
}: {
  read: (onRead: (limits: OwnLimits) => void) => ReactNode;
  children: ReactNode;
}) {
  const [limits, setLimits] = useState<OwnLimits | null>(null);
  const [isWanted, want] = useState(false);
  const slot = useMemo(() => ({ limits: isWanted ? limits : null, want }), [isWanted, limits]);
  return (
    <Context value={slot}>
      {children}
      {isWanted && read(setLimits)}
    </Context>
  );
}

/** The reader's limits; null until they are known, and while they are not shown. */
export function useOwnLimits(isShown: boolean): OwnLimits | null {
  const { limits, want } = useContext(Context);
  useEffect(() => {
    want(isShown);
    return () => want(false);
  }, [isShown, want]);
  return limits;
}
