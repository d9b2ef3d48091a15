import type { NavIcon } from "./icons/nav-icons.tsx";

/** `order`: the position among the entries of all features, lowest first. */
type Placed = { order: number };

/** An entry of the navigation rail, and of the bottom bar on a phone. */
export type RailEntry = Placed & {
  href: string;
  label: string;
  icon: NavIcon;
  /** Further path prefixes for which the entry is the current one. */
  under?: readonly string[];
  /** Shown only if billing is configured. */
  whereSold?: boolean;
};

/** A page in the command palette. `words`: what people type for it besides its label. */
export type PalettePage = Placed & {
  key: string;
  label: string;
  href: string;
  icon: NavIcon;
  words: readonly string[];
  /** Who sees it; default: everybody. A `signedOut` link returns to the current page afterwards. */
  audience?: "signedIn" | "signedOut" | "admin";
};

/** What keys do on a page, for the map of keys. */
export type PageKeys = Placed & {
  title: string;
  /** Where they work: a path, or the beginning of paths if it ends in a slash. Absent: on every page. */
  path?: string;
  /** The ways to do something, such as `j` and `↓`, each with its keys apart by spaces; and what it does. */
  keys: readonly (readonly [ways: readonly string[], words: string])[];
};

export type NavTab = Placed & { href: string; label: string };

/** A feature's navigation entries: plain data, which the server reads too. `Row`: a row of the plan table. */
export type FeatureNav<Row = never> = {
  rail?: readonly RailEntry[];
  palette?: readonly PalettePage[];
  keys?: readonly PageKeys[];
  settingsTabs?: readonly NavTab[];
  adminTabs?: readonly NavTab[];
  planRows?: readonly Row[];
  /** Sentences below the plan table. */
  planNotes?: readonly string[];
};
