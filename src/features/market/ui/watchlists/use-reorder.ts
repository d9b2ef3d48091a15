"use client";
import { useState } from "react";
import type { DragEvent, KeyboardEvent } from "react";
import { inOrder } from "#features/market/rules/watch/watchlists.ts";

type Options<Id> = {
  ids: readonly Id[];
  nameOf: (id: Id) => string;
  /** Resolves once the new order is kept, or was refused. */
  onOrder: (ids: readonly Id[]) => Promise<unknown>;
};

const moved = <Id>(ids: readonly Id[], id: Id, to: number): Id[] => {
  const others = ids.filter((one) => one !== id);
  return others.toSpliced(Math.max(0, Math.min(to, others.length)), 0, id);
};

/** Orders entries by dragging, Alt+Up and Alt+Down, or buttons. Dragging is for the mouse only. */
export function useReorder<Id extends string | number>({ ids, nameOf, onOrder }: Options<Id>) {
  const [wanted, setWanted] = useState<readonly Id[] | null>(null);
  const [dragged, setDragged] = useState<Id | null>(null);
  const [announcement, setAnnouncement] = useState("");
  const shown = wanted === null ? ids : inOrder(ids, wanted);

  const commit = (next: readonly Id[]) => {
    setWanted(next);
    void onOrder(next).finally(() => setWanted((now) => (now === next ? null : now)));
  };
  const move = (id: Id, by: -1 | 1) => {
    const to = shown.indexOf(id) + by;
    if (to < 0 || to >= shown.length) return;
    commit(moved(shown, id, to));
    setAnnouncement(`${nameOf(id)} is number ${to + 1} of ${shown.length} now.`);
  };
  return {
    shown,
    announcement,
    move,
    onKeyDown: (event: KeyboardEvent, id: Id) => {
      if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
      event.preventDefault();
      move(id, event.key === "ArrowUp" ? -1 : 1);
    },
    /** For the element of an entry. */
    dragProps: (id: Id) => ({
      draggable: true,
      "data-dragged": dragged === id || undefined,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", nameOf(id));
        setDragged(id);
      },
      onDragOver: (event: DragEvent) => {
        if (dragged === null) return;
        event.preventDefault();
        if (dragged !== id) setWanted(moved(shown, dragged, shown.indexOf(id)));
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (dragged !== null && wanted !== null) commit(shown);
        setDragged(null);
      },
      onDragEnd: () => {
        // Dropped elsewhere: the old order comes back.
        if (dragged !== null) setWanted(null);
        setDragged(null);
      },
    }),
  };
}
