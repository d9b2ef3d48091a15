import { SearchIcon } from "#ui/icons/icons.tsx";
import classes from "./page-search.module.css";

type PageSearchProps = {
  /** What is found, for who does not see the placeholder. */
  label: string;
  placeholder: string;
  text: string;
  maxLength?: number;
  /** On a phone it has a row of its own. */
  isWide?: boolean;
  onChange: (text: string) => void;
  /** Arrow down: into what was found. */
  onDown?: () => void;
};

/** The search of a page's own list: `/` goes there, Escape empties it and then leaves it. */
export const PageSearch = ({
  label,
  placeholder,
  text,
  maxLength,
  isWide,
  onChange,
  onDown,
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
