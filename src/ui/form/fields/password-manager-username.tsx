/** Tells a password manager whose new password a form sets, where the address itself is no field of it. */
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
