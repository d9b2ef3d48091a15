import type { ReactNode } from "react";

type IconProps = { size?: number };

/** Line icons on a 20 px grid. Decorative: the control that contains one has the accessible name. */
const icon = (paths: ReactNode) =>
  function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {paths}
      </svg>
    );
  };

export const MarketIcon = icon(<path d="M3 16h14M5.5 13V9M10 13V4M14.5 13V7" />);
export const FlipsIcon = icon(<path d="M6 16V4M3 7l3-3 3 3M14 4v12M11 13l3 3 3-3" />);
export const ApiIcon = icon(
  <path d="M7 4C5 4 5 6 5 7.5S4.5 10 3.5 10c1 0 1.5 1 1.5 2.5S5 16 7 16M13 4c2 0 2 2 2 3.5s.5 2.5 1.5 2.5c-1 0-1.5 1-1.5 2.5S15 16 13 16" />,
);
export const ImportIcon = icon(<path d="M10 3v9.5M6 9l4 4 4-4M3.5 13v3.5h13V13" />);
export const SearchIcon = icon(
  <>
    <circle cx="9" cy="9" r="5.2" />
    <path d="m13 13 3.5 3.5" />
  </>,
);
export const MoreIcon = icon(<path d="M4.5 10h0M10 10h0M15.5 10h0" strokeWidth="2.4" />);
export const StarIcon = icon(
  <path d="m10 2.8 2.2 4.6 5 .7-3.6 3.5.9 5L10 14.2l-4.5 2.4.9-5L2.8 8.1l5-.7z" />,
);
export const BookmarkIcon = icon(<path d="M5.5 3.5h9v13L10 13l-4.5 3.5z" />);
export const KeyboardIcon = icon(
  <>
    <rect x="2" y="5" width="16" height="10" rx="1.6" />
    <path d="M5 8h0M8.3 8h0M11.7 8h0M15 8h0M6.5 12h7" />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4" />
  </>,
);
export const MoonIcon = icon(<path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z" />);
export const SystemIcon = icon(
  <>
    <rect x="2.5" y="3.5" width="15" height="10.5" rx="1.5" />
    <path d="M7 17h6" />
  </>,
);
export const DisplayIcon = icon(
  <path d="M3 6h7M14 6h3M3 14h3M10 14h7M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />,
);
export const CloseIcon = icon(<path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />);
export const FilterIcon = icon(<path d="M3 5.5h14M5.5 10h9M8 14.5h4" />);
export const ColumnsIcon = icon(
  <>
    <rect x="3" y="4" width="14" height="12" rx="1.5" />
    <path d="M7.7 4v12M12.3 4v12" />
  </>,
);
export const GripIcon = icon(<path d="M8 5.5h.01M12 5.5h.01M8 10h.01M12 10h.01M8 14.5h.01M12 14.5h.01" />);
export const UpIcon = icon(<path d="m5 12 5-5 5 5" />);
export const DownIcon = icon(<path d="m5 8 5 5 5-5" />);
export const WarningIcon = icon(
  <>
    <path d="M10 3.2 17.4 16H2.6L10 3.2Z" />
    <path d="M10 8v3.6M10 13.8h.01" />
  </>,
);
export const ClockIcon = icon(
  <>
    <circle cx="10" cy="10" r="6.8" />
    <path d="M10 6v4.2l2.6 1.6" />
  </>,
);
export const SwapIcon = icon(<path d="M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3" />);
export const ThinIcon = icon(<path d="M4 14.5v-1M8 14.5v-2M12 14.5v-1.5M16 14.5v-1" />);
export const SpikeIcon = icon(<path d="M3 14h5l2-9 2 9h5" />);
export const QuestionIcon = icon(
  <>
    <circle cx="10" cy="10" r="6.8" />
    <path d="M8.2 8.3a1.9 1.9 0 1 1 2.6 1.9c-.5.2-.8.6-.8 1.1M10 13.6h.01" />
  </>,
);
export const SteepIcon = icon(<path d="M3.5 16 16 3.5M10.5 3.5H16V9" />);
export const HalfIcon = icon(
  <>
    <circle cx="10" cy="10" r="6.8" strokeDasharray="3 3" />
    <path d="M7.5 10h5" />
  </>,
);
export const EyeIcon = icon(
  <>
    <path d="M2.2 10S5 4.8 10 4.8 17.8 10 17.8 10 15 15.2 10 15.2 2.2 10 2.2 10Z" />
    <circle cx="10" cy="10" r="2.3" />
  </>,
);
export const EyeOffIcon = icon(
  <path d="m3.5 3.5 13 13M8.2 5a7 7 0 0 1 1.8-.2c5 0 7.8 5.2 7.8 5.2a14 14 0 0 1-2 2.6M5.4 6.3A13 13 0 0 0 2.2 10S5 15.2 10 15.2a7 7 0 0 0 3.3-.8M8.4 8.4a2.3 2.3 0 0 0 3.2 3.2" />,
);
export const PersonIcon = icon(
  <>
    <circle cx="10" cy="7" r="3.2" />
    <path d="M3.8 16.5c.8-3 3.2-4.5 6.2-4.5s5.4 1.5 6.2 4.5" />
  </>,
);
export const SettingsIcon = icon(
  <>
    <path d="M3 6h7M14 6h3M3 14h3M10 14h7" />
    <circle cx="12" cy="6" r="2" />
    <circle cx="8" cy="14" r="2" />
  </>,
);
export const ShieldIcon = icon(<path d="M10 2.8 16 5v4.6c0 3.6-2.4 6.3-6 7.6-3.6-1.3-6-4-6-7.6V5l6-2.2Z" />);
export const SignOutIcon = icon(<path d="M8 3.5H4.5v13H8M12 6.5l3.5 3.5-3.5 3.5M15.5 10H8" />);
export const PhoneIcon = icon(
  <>
    <rect x="6" y="2.5" width="8" height="15" rx="1.8" />
    <path d="M9.2 15h1.6" />
  </>,
);
export const LockIcon = icon(
  <>
    <rect x="4.5" y="9" width="11" height="8" rx="1.5" />
    <path d="M7 9V6.5a3 3 0 0 1 6 0V9" />
  </>,
);
export const CopyIcon = icon(<path d="M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4" />);
export const PortfolioIcon = icon(
  <path d="M3 7.5h14v9H3zM7.5 7.5V5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v2.5M3 11.5h14M10 10.5v2" />,
);
export const CheckIcon = icon(<path d="m4.5 10.5 3.5 3.5 7.5-8" />);
export const PlanIcon = icon(
  <>
    <rect x="2.5" y="4.5" width="15" height="11" rx="1.5" />
    <path d="M2.5 8.5h15M6 12.5h3" />
  </>,
);
