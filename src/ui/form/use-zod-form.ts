"use client";
import { useForm } from "@mantine/form";
import { useCallback, useRef, useState } from "react";
import type { SubmitEvent } from "react";
import type { ZodType } from "zod";
import { readNow, useTimedText } from "#ui/format/now.tsx";
import { readFailure, waitText } from "./failure.ts";
import type { Failure } from "./failure.ts";

/** Connects a field component to a form. */
export type FieldBinding = {
  name: string;
  value: string;
  error: string | null;
  onText: (text: string) => void;
  onLeave: () => void;
};

export type ZodForm<Name extends string> = {
  field(name: Name): FieldBinding;
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  submit: () => void;
  pending: boolean;
  /** The time left of a rate limit, such as `42 s`; empty without one. */
  wait: string;
  failure: Failure | null;
  /** Counts failed submissions. */
  failureCount: number;
  reset: () => void;
};

type ZodFormOptions<Name extends string, Output> = {
  schema: ZodType<Output>;
  initial: Record<Name, string>;
  send: (output: Output) => Promise<unknown>;
};

/**
 * A form of text fields, validated by a contract's schema when a filled field loses the focus and before `send`. Errors
 * of the server are shown at their fields; the typed values are kept.
 */
export function useZodForm<Name extends string, Output>({
  schema,
  initial,
  send,
}: ZodFormOptions<Name, Output>): ZodForm<Name> {
  const form = useForm<Record<string, string>>({ initialValues: initial });
  const busy = useRef(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [failureCount, setFailureCount] = useState(0);
  const retryAtMs = failure?.retryAtMs ?? 0;
  const wait = useTimedText(useCallback((nowMs: number) => waitText(retryAtMs, nowMs), [retryAtMs]));

  const showErrors = (fields: Readonly<Record<string, string>>) => {
    form.setErrors(fields);
    setFailureCount((count) => count + 1);
  };

  const submit = async () => {
    if (busy.current || readNow() < retryAtMs) return;
    setFailure(null);
    const read = schema.safeParse(form.getValues());
    if (!read.success) {
      showErrors(firstMessages(read.error.issues));
      return;
    }
    busy.current = true;
    setPending(true);
    form.clearErrors();
    try {
      await send(read.data);
    } catch (error) {
      const failed = readFailure(error, Object.keys(initial), readNow());
      setFailure(failed);
      showErrors(failed.fields);
    } finally {
      busy.current = false;
      setPending(false);
    }
  };

  const field = (name: string): FieldBinding => ({
    name,
    value: form.values[name] ?? "",
    error: textOf(form.errors[name]),
    onText: (text) => form.setFieldValue(name, text),
    onLeave: () => {
      const values = form.getValues();
      // An empty field is not reported yet: the reader may only be tabbing through it.
      if (values[name] === "") return;
      const read = schema.safeParse(values);
      const fault = read.success ? undefined : firstMessages(read.error.issues)[name];
      if (fault !== undefined) form.setFieldError(name, fault);
    },
  });

  return {
    field,
    onSubmit: (event) => {
      event.preventDefault();
      void submit();
    },
    submit: () => void submit(),
    pending,
    wait,
    failure,
    failureCount,
    reset: () => {
      form.reset();
      setFailure(null);
    },
  };
}

const textOf = (error: unknown): string | null => (typeof error === "string" ? error : null);

function firstMessages(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { path, message } of issues) faults[String(path[0] ?? "")] ??= message;
  return faults;
}
