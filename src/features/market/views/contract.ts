import { z } from "zod";
import { visibleName } from "#trpc/contract.ts";

/** As many views as a person tells apart in one list. */
export const MAX_VIEWS = 50;
/** No shared page has a longer target (`shared-target.ts`). */
export const MAX_VIEW_LENGTH = 900;

/** A view of the market list, as the query of its address: `?preset=margins&sort=-roi`; empty for the default view. */
export const viewText = z
  .string()
  .max(MAX_VIEW_LENGTH, "This view is too long to be kept: leave out filters or columns")
  .regex(/^(?:\?[^\p{Cc}\p{Cs}]+)?$/u, "This is no view of the list");

export const namedView = z.object({ id: z.string(), name: z.string(), view: viewText });
export type NamedView = z.infer<typeof namedView>;

/** `last`: the view that the list was left with; null if it is the default one. `named`: by name. */
export const viewList = z.object({ last: viewText.nullable(), named: z.array(namedView) });
export type ViewList = z.infer<typeof viewList>;

export const rememberViewInput = z.strictObject({ view: viewText });
export type RememberViewInput = z.infer<typeof rememberViewInput>;
export const saveViewInput = z.strictObject({ name: visibleName, view: viewText });
export type SaveViewInput = z.infer<typeof saveViewInput>;
/** Renames a view or stores another one under its name. */
export const changeViewInput = z.strictObject({
  id: z.uuid(),
  name: visibleName.optional(),
  view: viewText.optional(),
});
export type ChangeViewInput = z.infer<typeof changeViewInput>;
export const viewIdInput = z.strictObject({ id: z.uuid() });
export type ViewIdInput = z.infer<typeof viewIdInput>;

/** The named views of a device, to be kept in the account. */
export const adoptViewsInput = z.strictObject({ views: z.array(saveViewInput).min(1).max(MAX_VIEWS) });
export type AdoptViewsInput = z.infer<typeof adoptViewsInput>;
/** `renamed`: the new names of those whose name another view of the account has. */
export const adoptedViews = z.object({ named: z.array(namedView), renamed: z.array(z.string()) });
export type AdoptedViews = z.infer<typeof adoptedViews>;
