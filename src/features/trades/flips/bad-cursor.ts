import { AppError } from "#platform/app-error.ts";

/** A cursor that no page gave. */
export const badCursor = (): AppError =>
  new AppError("invalid_input", "This is no place in the list", { field: "cursor" });
