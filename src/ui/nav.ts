import type { NavIcon } from "./icons/nav-icons.tsx";

/** Entries of all features are shown by `order`, lowest first. */
type Placed = { order: number };

/** An entry of the rail, and of the bottom bar on a phone. */
export type RailEntry = Placed & {
  href: string;
  label: string;
  icon: NavIcon;
  /** Beginnings of paths that belong to the entry besides its own. */
  under?: readonly string[];
  /** Only where plans are sold. */
  whereSold?: boolean;
};

/** A page that the palette leads to; `words` are what people may type for it besides its label. */
export type PalettePage = Placed & {
  key: string;
  label: string;
  href: string;
  icon: NavIcon;
  words: string;
  /** Who sees it; everybody unless given. A link for `signedOut` leads back to the present page. */
  audience?: "signedIn" | "signedOut";
};

export type NavTab = Placed & { href: string; label: string };

/** What a feature brings to the browser: plain data, so that the server can read it too. `Row` is a row of the plan table. */
export type FeatureNav<Row = never> = {
  rail?: readonly RailEntry[];
  palette?: readonly PalettePage[];
  settingsTabs?: readonly NavTab[];
  adminTabs?: readonly NavTab[];
  planRows?: readonly Row[];
  /** Sentences below the plan table. */
  planNotes?: readonly string[];
};
