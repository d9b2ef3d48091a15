/** A hidden username, so that a password manager saves the new password for the right account. */
export const PasswordManagerUsername = ({ email }: { email: string }) => (
  <input
    className="sr-only"
    type="email"
    name="username"
    autoComplete="username"
    value={email}
    readOnly
    tabIndex={-1}
    aria-hidden="true"
  />
);
