import type { FeatureNav } from "#ui/nav.ts";

const ACCOUNT_WORDS = "account profile password sessions page";

export const accountsNav: FeatureNav = {
  palette: [
    {
      key: "settings",
      label: "Settings",
      href: "/settings/profile",
      icon: "settings",
      order: 90,
      words: ACCOUNT_WORDS,
      audience: "signedIn",
    },
    {
      key: "signIn",
      label: "Sign in",
      href: "/sign-in",
      icon: "signIn",
      order: 90,
      words: `log in register settings ${ACCOUNT_WORDS}`,
      audience: "signedOut",
    },
  ],
  settingsTabs: [
    { href: "/settings/profile", label: "Profile", order: 10 },
    { href: "/settings/security", label: "Security", order: 20 },
    { href: "/settings/sessions", label: "Sessions", order: 30 },
    { href: "/settings/data", label: "Data & activity", order: 50 },
  ],
  adminTabs: [
    { href: "/admin/users", label: "Users", order: 10 },
    { href: "/admin/audit", label: "Audit log", order: 30 },
  ],
};
