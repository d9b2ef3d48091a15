import { ApiIcon, MarketIcon, PersonIcon, PlanIcon, SettingsIcon } from "./icons.tsx";

/** Icons that navigation entries name: an entry is plain data, so that the server can read it too. */
export const navIcons = {
  market: MarketIcon,
  plans: PlanIcon,
  api: ApiIcon,
  settings: SettingsIcon,
  signIn: PersonIcon,
} as const;

export type NavIcon = keyof typeof navIcons;
