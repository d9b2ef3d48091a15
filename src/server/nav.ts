import { accountsNav } from "#features/accounts/nav.ts";
import { apiNav } from "#features/api/nav.ts";
import { billingNav } from "#features/billing/nav.ts";
import type { Allowance } from "#features/billing/rules/allowance.ts";
import { historyNav } from "#features/history/nav.ts";
import { importsNav } from "#features/imports/nav.ts";
import { marketNav } from "#features/market/nav.ts";
import { tradesNav } from "#features/trades/nav.ts";
import type { FeatureNav } from "#ui/nav.ts";

/** The navigation parts of all features; the rows of the plan table are in this order. */
const features: readonly FeatureNav<Allowance>[] = [
  marketNav,
  historyNav,
  tradesNav,
  importsNav,
  apiNav,
  accountsNav,
  billingNav,
];

const collectSorted = <Entry extends { order: number }>(
  entriesOf: (nav: FeatureNav<Allowance>) => readonly Entry[],
) => features.flatMap(entriesOf).toSorted((a, b) => a.order - b.order);

export const rail = collectSorted(({ rail: entries = [] }) => entries);
export const palettePages = collectSorted(({ palette = [] }) => palette);
export const pageKeys = collectSorted(({ keys = [] }) => keys);
export const settingsTabs = collectSorted(({ settingsTabs: tabs = [] }) => tabs);
export const adminTabs = collectSorted(({ adminTabs: tabs = [] }) => tabs);
export const planRows = features.flatMap(({ planRows: rows = [] }) => rows);
export const planNotes = features.flatMap(({ planNotes: notes = [] }) => notes);

/** What a downgrade to Free locks. */
export const lockedOnFree = planRows.flatMap((row) => row.lockedOnFree ?? []);
