/** Providers that deliver an address with dots in its name to the one without (Google's help: “Dots don't matter”). */
const WITHOUT_DOTS = new Set(["gmail.com", "googlemail.com"]);
/** Providers that deliver `name+anything` to `name`, by their own documentation of subaddresses. */
const WITH_TAGS = new Set([
  ...WITHOUT_DOTS,
  "outlook.com",
  "hotmail.com",
  "live.com",
  "icloud.com",
  "me.com",
  "mac.com",
  "proton.me",
  "protonmail.com",
  "pm.me",
  "fastmail.com",
]);
const SAME_DOMAIN = new Map([["googlemail.com", "gmail.com"]]);

/**
 * The mailbox that an e-mail address in lower case leads to, as far as its provider is known to ignore parts of it: for
 * comparison only, mails go to the address as its owner wrote it.
 */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1);
  const tagged = email.slice(0, at);
  const name = WITH_TAGS.has(domain) ? (tagged.split("+", 1)[0] ?? tagged) : tagged;
  const bare = WITHOUT_DOTS.has(domain) ? name.replaceAll(".", "") : name;
  return `${bare}@${SAME_DOMAIN.get(domain) ?? domain}`;
}
