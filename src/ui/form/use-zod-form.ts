"use client";
import { useForm } from "@mantine/form";
import { useCallback, useRef, useState } from "react";
import type { SubmitEvent } from "react";
import type { ZodType } from "zod";
import { readNow, useTimedText } from "#ui/format/now.tsx";
import { readFailure, waitText } from "./failure.ts";
import type { Failure } from "./failure.ts";

/** What a field needs to be one of a form's. */
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
  /** How long the server makes the reader wait; empty when it does not. */
  wait: string;
  failure: Failure | null;
  /** Grows with every refusal. */
  refusals: number;
  reset: () => void;
};

type ZodFormOptions<Name extends string, Output> = {
  schema: ZodType<Output>;
  initial: Record<Name, string>;
  send: (output: Output) => Promise<unknown>;
};

/**
 * A form of text fields over a contract's schema: read when a filled field is left and before anything is sent. What the
 * server refuses stands beside its field, what was typed stays, the focus goes to the first field to mend.
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
  const [refusals, setRefusals] = useState(0);
  const retryAtMs = failure?.retryAtMs ?? 0;
  const wait = useTimedText(useCallback((nowMs: number) => waitText(retryAtMs, nowMs), [retryAtMs]));

  const refuse = (fields: Readonly<Record<string, string>>) => {
    form.setErrors(fields);
    setRefusals((count) => count + 1);
  };

  const submit = async () => {
    if (busy.current || readNow() < retryAtMs) return;
    setFailure(null);
    const read = schema.safeParse(form.getValues());
    if (!read.success) {
      refuse(faultsOf(read.error.issues));
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
      refuse(failed.fields);
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
      // An empty field is not wrong yet: somebody only passes through it.
      if (values[name] === "") return;
      const read = schema.safeParse(values);
      const fault = read.success ? undefined : faultsOf(read.error.issues)[name];
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
    refusals,
    reset: () => {
      form.reset();
      setFailure(null);
    },
  };
}

const textOf = (error: unknown): string | null => (typeof error === "string" ? error : null);

function faultsOf(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { path, message } of issues) faults[String(path[0] ?? "")] ??= message;
  return faults;
}
