import type { FeatureNav } from "#ui/nav.ts";

const ACCOUNT_WORDS = ["account", "profile", "password", "sessions"];

export const accountsNav: FeatureNav = {
  palette: [
    {
      key: "settings",
      label: "Settings",
      href: "/settings/profile",
      icon: "settings",
      order: 90,
      words: [...ACCOUNT_WORDS, "preferences", "two-step sign-in", "passkeys"],
      audience: "signedIn",
    },
    {
      key: "signIn",
      label: "Sign in",
      href: "/sign-in",
      icon: "signIn",
      order: 90,
      words: ["log in", "log on", "register", "sign up", "settings", ...ACCOUNT_WORDS],
      audience: "signedOut",
    },
    {
      key: "admin",
      label: "Admin",
      href: "/admin",
      icon: "admin",
      order: 95,
      words: ["administration", "users", "audit log"],
      audience: "admin",
    },
  ],
  settingsTabs: [
    { href: "/settings/profile", label: "Profile", order: 10 },
    { href: "/settings/display", label: "Display", order: 15 },
    { href: "/settings/security", label: "Security", order: 20 },
    { href: "/settings/sessions", label: "Sessions", order: 30 },
    { href: "/settings/data", label: "Data & activity", order: 50 },
  ],
  adminTabs: [
    { href: "/admin/users", label: "Users", order: 10 },
    { href: "/admin/audit", label: "Audit log", order: 30 },
  ],
};
