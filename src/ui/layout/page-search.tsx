import { SearchIcon } from "#ui/icons/icons.tsx";
import classes from "./page-search.module.css";

type PageSearchProps = {
  /** The accessible name. */
  label: string;
  placeholder: string;
  text: string;
  maxLength?: number;
  /** On a phone, takes a full row. */
  isWide?: boolean;
  onChange: (text: string) => void;
  /** Arrow down: moves the focus to the results. */
  onDown?: () => void;
  /** Enter with a text: opens the first result. */
  onEnter?: () => void;
};

/** The search field of a page's list. `/` focuses it; Escape clears it, and blurs it when it is empty. */
export const PageSearch = ({
  label,
  placeholder,
  text,
  maxLength,
  isWide,
  onChange,
  onDown,
  onEnter,
}: PageSearchProps) => (
  <label className={classes.find} data-wide={isWide}>
    <span className="sr-only">{label}</span>
    <SearchIcon size={15} />
    <input
      type="search"
      data-page-search
      value={text}
      maxLength={maxLength}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      aria-keyshortcuts="/"
      onChange={({ target }) => onChange(target.value)}
      onKeyDown={(event) => {
        // The keys of an input method choose letters.
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter" && text !== "") onEnter?.();
        if (event.key === "ArrowDown" && onDown !== undefined) {
          event.preventDefault();
          onDown();
        }
        if (event.key !== "Escape") return;
        event.preventDefault();
        if (text === "") event.currentTarget.blur();
        else onChange("");
      }}
    />
    <kbd aria-hidden="true">/</kbd>
  </label>
);
