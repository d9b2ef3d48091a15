/** An error that the user can fix: its message is shown without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
}
