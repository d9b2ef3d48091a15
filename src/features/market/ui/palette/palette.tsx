"use client";

/** Ctrl+K to any item or page. */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return opened ? (
    <button type="button" onClick={onClose}>
      Close
    </button>
  ) : null;
}
