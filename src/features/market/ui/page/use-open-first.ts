import { useEffect, useRef } from "react";

type First = {
  /** The item of the first row; null if no row matches. */
  id: number | null;
  /** False while the rows of the view are still loading. */
  isKnown: boolean;
  viewKey: string;
  onOpen: (href: string) => void;
};

/** Opens the item of the list's first row. While the rows are loading it waits for them, unless the view changes. */
export function useOpenFirst({ id, isKnown, viewKey, onOpen }: First): () => void {
  /** The view whose first row is to be opened once it is known. */
  const wanted = useRef<string | null>(null);
  const open = () => {
    if (id !== null) onOpen(`/items/${id}`);
  };
  useEffect(() => {
    if (wanted.current === null || !isKnown) return;
    if (wanted.current === viewKey) open();
    wanted.current = null;
    // Opens once, when the rows become known; later rows of the same view open nothing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isKnown, viewKey]);
  return () => {
    if (isKnown) open();
    else wanted.current = viewKey;
  };
}
