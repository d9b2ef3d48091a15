import { WarningIcon } from "#ui/icons/icons.tsx";
import classes from "./form.module.css";
import type { ZodForm } from "./use-zod-form.ts";

/** The error of the form as a whole. Screen readers hear a rate limit once; only the visible text counts down. */
export function FormError({ form }: { form: Pick<ZodForm<string>, "failure" | "wait"> }) {
  const { failure, wait } = form;
  const isLimited = failure !== null && failure.retryAtMs !== null;
  const message = isLimited ? limited(wait) : failure?.message;
  return (
    <div role="alert">
      {message !== null && message !== undefined && (
        <p className={classes.alert} data-tone={isLimited && wait === "" ? "quiet" : "bad"}>
          <WarningIcon size={16} />
          <span aria-hidden={isLimited || undefined}>{message}</span>
          {isLimited && (
            <span className="sr-only">
              {wait === "" ? "You can try again now." : "Too many tries. Wait a moment before the next one."}
            </span>
          )}
        </p>
      )}
    </div>
  );
}

const limited = (wait: string): string =>
  wait === ""
    ? "You can try again now."
    : `Too many tries. You can try again in ${wait}; what you typed is kept.`;
