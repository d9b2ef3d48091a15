import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import type { JobQueue } from "#platform/jobs/jobs.ts";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import { kitFigures } from "./figures.ts";
import type { Figure } from "#platform/metrics/metrics.ts";
import { kitPolicies } from "#platform/limits/policies.ts";
import type { Feature, HealthCheck, SharedPage } from "#trpc/feature.ts";
import type { HttpMount } from "#trpc/http-mount.ts";
import type { WebDeps } from "#trpc/register.ts";

/** Merges the records of all features; throws if two of them have the same name. */
function mergeUnique<T>(
  features: readonly Feature[],
  kind: string,
  recordOf: (feature: Feature) => Readonly<Record<string, T>> | undefined,
): Readonly<Record<string, T>> {
  const merged = new Map<string, T>();
  for (const feature of features) {
    for (const [name, value] of Object.entries(recordOf(feature) ?? {})) {
      if (merged.has(name)) throw new Error(`two features bring the ${kind} ${name}`);
      merged.set(name, value);
    }
  }
  return Object.fromEntries(merged);
}

const byName = <T extends { name: string }>(values: readonly T[] = []): Record<string, T> =>
  Object.fromEntries(values.map((value) => [value.name, value]));

export const auditWordsOf = (features: readonly Feature[]): Readonly<Record<string, string>> =>
  mergeUnique(features, "audit action", ({ auditWords }) => auditWords);

export const accountLifecycleOf = (features: readonly Feature[]): readonly AccountLifecycle[] =>
  features.flatMap(({ account }) => account ?? []);

export const queuesOf = (features: readonly Feature[]): readonly JobQueue[] =>
  Object.values(mergeUnique(features, "queue", ({ queues }) => byName(queues)));

/** The rate limits that no feature owns, and those of every feature. */
export const limitsOf = (features: readonly Feature[]): readonly LimitPolicy[] =>
  Object.values(
    mergeUnique([{ name: "kit", limits: kitPolicies }, ...features], "rate limit", ({ limits }) =>
      byName(limits),
    ),
  );

export const httpMountsOf = (features: readonly Feature[]): readonly HttpMount[] =>
  features.flatMap(({ http }) => http ?? []);

export const cacheStampsOf = (
  features: readonly Feature[],
): Readonly<Record<string, (deps: WebDeps) => Promise<string>>> =>
  mergeUnique(features, "cache stamp", ({ cacheStamps }) => cacheStamps);

export const cacheInputsOf = (
  features: readonly Feature[],
): Readonly<Record<string, (deps: WebDeps, input: unknown) => Promise<unknown>>> =>
  mergeUnique(features, "cache input", ({ cacheInputs }) => cacheInputs);

export const sharedPagesOf = (features: readonly Feature[]): readonly SharedPage[] =>
  features.flatMap(({ sharedPages }) => sharedPages ?? []);

/** The figures that no feature owns, and those of every feature. */
export const figuresOf = (features: readonly Feature[]): readonly Figure<WebDeps>[] =>
  Object.values(
    mergeUnique([{ name: "kit", metrics: kitFigures }, ...features], "figure", ({ metrics }) =>
      byName(metrics),
    ),
  );

export const healthChecksOf = (features: readonly Feature[]): Readonly<Record<string, HealthCheck>> =>
  mergeUnique(features, "health check", ({ healthChecks }) => healthChecks);
