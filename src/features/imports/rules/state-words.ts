import type { ImportState } from "#features/imports/contract.ts";

type Words = { label: string; tone: "good" | "notice" | "bad" | "quiet"; hint: string };

export const STATE_WORDS: Readonly<Record<ImportState, Words>> = {
  uploading: { label: "Uploading", tone: "notice", hint: "The file is on its way" },
  reading: { label: "Reading", tone: "notice", hint: "The file is read and compared with your ledger" },
  asking: {
    label: "Needs an answer",
    tone: "notice",
    hint: "The file leaves something open: open it to answer",
  },
  ready: { label: "Ready", tone: "notice", hint: "Look at it, then add it to your ledger" },
  committing: { label: "Adding", tone: "notice", hint: "Its trades are added to your ledger" },
  committed: { label: "In your ledger", tone: "good", hint: "Its trades are in your ledger" },
  undoing: { label: "Undoing", tone: "notice", hint: "Its trades are taken out of your ledger" },
  undone: { label: "Undone", tone: "quiet", hint: "Its trades were taken out of your ledger" },
  failed: { label: "Refused", tone: "bad", hint: "The file could not be read" },
};

/** States in which a worker or the sender is at it. */
export const isMoving = (state: ImportState): boolean =>
  state === "uploading" || state === "reading" || state === "committing" || state === "undoing";
