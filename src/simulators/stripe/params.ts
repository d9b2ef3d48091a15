import { badParam, missingParam, unknownParam } from "./errors.ts";
import type { FormHash } from "./form.ts";
import type { Metadata } from "./wire.ts";

/** Readers return undefined if the name is absent, and throw Stripe's 400 if the value has the wrong type. */
export type Params = {
  path: string;
  has(name: string): boolean;
  text(name: string): string | undefined;
  required(name: string): string;
  /** Null if the value is empty. */
  emptyable(name: string): string | null | undefined;
  integer(name: string): number | undefined;
  /** An item's quantity; 1 if absent. */
  quantity(name: string): number;
  flag(name: string): boolean | undefined;
  choice<T extends string>(name: string, options: readonly T[]): T | undefined;
  hash(name: string): Params | undefined;
  hashes(name: string): Params[];
  texts(name: string): string[];
  /** Merges the request's metadata into `before`: an empty value deletes its name, an empty hash deletes all. */
  metadata(before?: Metadata): Metadata;
  ignore(...names: string[]): void;
  finish(): void;
};

/** Stripe's Emptyable: an empty string clears the value. */
const emptyToNull = (value: string): string | null => (value === "" ? null : value);

/**
 * Reads a request's parameters by name and type, with Stripe's error messages. `finish()` refuses parameters that
 * were not read, so call it before any work; `ignore()` accepts names that have no effect here.
 */
export function createParams(form: FormHash, at = ""): Params {
  const seen = new Set<string>();
  const children: Params[] = [];
  const nameOf = (name: string) => (at === "" ? name : `${at}[${name}]`);
  const take = (name: string) => {
    seen.add(name);
    return form[name];
  };
  const child = (hash: FormHash, path: string): Params => {
    const inner = createParams(hash, path);
    children.push(inner);
    return inner;
  };

  const params: Params = {
    path: at,
    has: (name) => name in form,
    text(name) {
      const value = take(name);
      if (typeof value === "object") throw badParam(nameOf(name), `Invalid string: ${nameOf(name)}`);
      return value;
    },
    required(name) {
      const value = params.text(name);
      if (value === undefined) throw missingParam(nameOf(name));
      if (value === "")
        throw badParam(
          nameOf(name),
          `You passed an empty string for '${nameOf(name)}'.`,
          "parameter_invalid_empty",
        );
      return value;
    },
    emptyable(name) {
      const value = params.text(name);
      return value === undefined ? undefined : emptyToNull(value);
    },
    integer(name) {
      const value = params.text(name);
      if (value === undefined || value === "") return undefined;
      if (!/^-?\d{1,15}$/.test(value))
        throw badParam(nameOf(name), `Invalid integer: ${value}`, "parameter_invalid_integer");
      return Number(value);
    },
    quantity(name) {
      const count = params.integer(name) ?? 1;
      if (count < 0)
        throw badParam(nameOf(name), "Invalid non-negative integer", "parameter_invalid_integer");
      return count;
    },
    flag(name) {
      const value = params.text(name);
      if (value === undefined || value === "") return undefined;
      if (value !== "true" && value !== "false") throw badParam(nameOf(name), `Invalid boolean: ${value}`);
      return value === "true";
    },
    choice(name, options) {
      const value = params.text(name);
      if (value === undefined || value === "") return undefined;
      const found = options.find((option) => option === value);
      if (found === undefined)
        throw badParam(nameOf(name), `Invalid ${nameOf(name)}: must be one of ${options.join(", ")}`);
      return found;
    },
    hash(name) {
      const value = take(name);
      if (value === undefined || value === "") return undefined;
      if (typeof value === "string") throw badParam(nameOf(name), `Invalid object`);
      return child(value, nameOf(name));
    },
    hashes(name) {
      const value = take(name);
      if (value === undefined || value === "") return [];
      if (typeof value === "string") throw badParam(nameOf(name), `Invalid array`);
      return Object.entries(value).map(([index, one]) => {
        const path = `${nameOf(name)}[${index}]`;
        if (typeof one === "string") throw badParam(path, "Invalid object");
        return child(one, path);
      });
    },
    texts(name) {
      const value = take(name);
      if (value === undefined || value === "") return [];
      if (typeof value === "string") throw badParam(nameOf(name), `Invalid array`);
      return Object.values(value).map((one) => {
        if (typeof one !== "string") throw badParam(nameOf(name), "Invalid string");
        return one;
      });
    },
    metadata(before = {}) {
      const value = take("metadata");
      if (value === undefined) return before;
      if (typeof value === "string") return {};
      const merged = { ...before };
      for (const [name, text] of Object.entries(value)) {
        if (typeof text !== "string") throw badParam(nameOf("metadata"), "Metadata values are strings");
        if (text === "") delete merged[name];
        else merged[name] = text;
      }
      return merged;
    },
    ignore(...names) {
      for (const name of names) seen.add(name);
    },
    finish() {
      const stray = Object.keys(form).find((name) => !seen.has(name));
      if (stray !== undefined) throw unknownParam(nameOf(stray));
      for (const inner of children) inner.finish();
    },
  };
  return params;
}
