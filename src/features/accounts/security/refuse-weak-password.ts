import { AppError } from "#platform/app-error.ts";
import { isCommonPassword } from "./common-passwords/is-common.ts";

const fold = (text: string): string => text.normalize("NFKC").trim().toLowerCase();

/**
 * Throws `invalid_input` for a password that many people use, or that equals the user's name or e-mail address: it would be
 * guessed first. `field`: the form field of the password.
 */
export function refuseWeakPassword(
  password: string,
  { email, name, field }: { email: string; name?: string; field: "password" | "newPassword" },
): void {
  const folded = fold(password);
  const own = [email, email.slice(0, email.lastIndexOf("@")), name ?? ""].map(fold);
  if (own.includes(folded))
    throw new AppError("invalid_input", "This is your name or address. Take something that nobody knows", {
      field,
    });
  if (isCommonPassword(password))
    throw new AppError(
      "invalid_input",
      "Many people use this password, so it is guessed first. Three or four unrelated words are better",
      { field },
    );
}
