import { accountsNav } from "#features/accounts/nav.ts";
import { apiNav } from "#features/api/nav.ts";
import { billingNav } from "#features/billing/nav.ts";
import type { Allowance } from "#features/billing/rules/allowance.ts";
import { historyNav } from "#features/history/nav.ts";
import { marketNav } from "#features/market/nav.ts";
import type { FeatureNav } from "#ui/nav.ts";

/** What every feature brings to the browser; the plan table keeps this order. */
const features: readonly FeatureNav<Allowance>[] = [marketNav, historyNav, apiNav, accountsNav, billingNav];

const inOrder = <Entry extends { order: number }>(
  entriesOf: (nav: FeatureNav<Allowance>) => readonly Entry[],
) => features.flatMap(entriesOf).toSorted((a, b) => a.order - b.order);

export const rail = inOrder(({ rail: entries = [] }) => entries);
export const palettePages = inOrder(({ palette = [] }) => palette);
export const settingsTabs = inOrder(({ settingsTabs: tabs = [] }) => tabs);
export const adminTabs = inOrder(({ adminTabs: tabs = [] }) => tabs);
export const planRows = features.flatMap(({ planRows: rows = [] }) => rows);
export const planNotes = features.flatMap(({ planNotes: notes = [] }) => notes);

/** What a step down to Free locks, of what the product has today. */
export const lockedOnFree = planRows.flatMap((row) => row.lockedOnFree ?? []);
