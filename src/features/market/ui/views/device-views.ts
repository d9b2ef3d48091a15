import type { NamedView } from "#features/market/views/contract.ts";
import { FormRefusal } from "#ui/form/failure.ts";
import { isViewText } from "./view-text.ts";

const KEY = "ge:views";
const VERSION = 1;
/** As many as an account keeps. */
const MAX_VIEWS = 50;
const MAX_NAME_LENGTH = 40;

function isNamedView(value: unknown): value is NamedView {
  if (typeof value !== "object" || value === null) return false;
  const { id, name, view } = value as Record<string, unknown>;
  return (
    typeof id === "string" &&
    typeof name === "string" &&
    name !== "" &&
    name.length <= MAX_NAME_LENGTH &&
    isViewText(view)
  );
}

/** Leaves out what is broken; none of another version. */
export function parseDeviceViews(text: string | null): NamedView[] {
  try {
    const stored: unknown = JSON.parse(text ?? "null");
    if (typeof stored !== "object" || stored === null) return [];
    const { v, views } = stored as Record<string, unknown>;
    return v === VERSION && Array.isArray(views) ? views.filter(isNamedView).slice(0, MAX_VIEWS) : [];
  } catch {
    return [];
  }
}

export const formatDeviceViews = (views: readonly NamedView[]): string =>
  JSON.stringify({ v: VERSION, views });

/** The named views of this device. */
export function readDeviceViews(): NamedView[] {
  try {
    return parseDeviceViews(localStorage.getItem(KEY));
  } catch {
    return [];
  }
}

/** Throws a FormRefusal if the browser keeps nothing. */
export function storeDeviceViews(views: readonly NamedView[]): void {
  try {
    if (views.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, formatDeviceViews(views));
  } catch {
    throw new FormRefusal("This browser keeps nothing for this site");
  }
}

/** The views with one saved or changed. Throws a FormRefusal for a name that another one has, and above 50. */
export function withView(views: readonly NamedView[], changed: NamedView): NamedView[] {
  const others = views.filter(({ id }) => id !== changed.id);
  if (others.some(({ name }) => name === changed.name)) throw new FormRefusal("Another view has this name");
  if (others.length >= MAX_VIEWS)
    throw new FormRefusal(`A device keeps ${MAX_VIEWS} views: delete one to save another`);
  return [...others, changed];
}
