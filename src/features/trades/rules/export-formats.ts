/** The files in which a ledger can be taken along. */
export const exportFormats = [
  "csv",
  "json",
  "flipping-utilities",
  "copilot-transactions",
  "copilot-flips",
] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type ExportWords = {
  label: string;
  /** What the file has. */
  holds: string;
  /** What the format has no place for; null: nothing. */
  loses: string | null;
  /** Whether a file is of one character. */
  isByCharacter: boolean;
};

export const EXPORT_WORDS: Readonly<Record<ExportFormat, ExportWords>> = {
  csv: {
    label: "CSV",
    holds: "Every trade, with the cost and profit of each sale. For spreadsheets.",
    loses: null,
    isByCharacter: false,
  },
  json: {
    label: "JSON",
    holds:
      "Every trade, with the cost and profit of each sale, your characters and settings, and what you hold.",
    loses: null,
    isByCharacter: false,
  },
  "flipping-utilities": {
    label: "Flipping Utilities",
    holds: "Purchases and sales of one character, as the plugin keeps them.",
    loses:
      "It has the price of one unit, rounded down: a total that came from several prices loses up to 1 gp a unit. Drops, own use, transfers, conversions and notes are left out, and so are trades of more than 2,147,483,647 units or gp a unit.",
    isByCharacter: true,
  },
  "copilot-transactions": {
    label: "Flipping Copilot, transactions",
    holds: "Purchases and sales of all characters, with exact totals.",
    loses: "Drops, own use, transfers, conversions and notes are left out. Items have names, no ids.",
    isByCharacter: false,
  },
  "copilot-flips": {
    label: "Flipping Copilot, flips",
    holds: "One row for each sale with its cost, and one for each purchase that you still hold.",
    loses:
      "Mean prices are rounded down; the profit is exact. Sales without a cost basis, conversions and notes are left out, and several purchases behind a sale become one. With average cost, what you hold and when it was bought are left out.",
    isByCharacter: false,
  },
};
