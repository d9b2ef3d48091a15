import {
  FlipsIcon,
  ApiIcon,
  ImportIcon,
  MarketIcon,
  PersonIcon,
  PlanIcon,
  PortfolioIcon,
  SettingsIcon,
  ShieldIcon,
  StarIcon,
} from "./icons.tsx";

/** Icons by name. Navigation entries use the name, because they are plain data that the server reads too. */
export const navIcons = {
  market: MarketIcon,
  flips: FlipsIcon,
  portfolio: PortfolioIcon,
  watch: StarIcon,
  plans: PlanIcon,
  api: ApiIcon,
  imports: ImportIcon,
  settings: SettingsIcon,
  signIn: PersonIcon,
  admin: ShieldIcon,
} as const;

export type NavIcon = keyof typeof navIcons;
