import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** Seconds: from an answer out of memory to the longest that a request may wait. */
const BUCKETS = [0.002, 0.01, 0.05, 0.1, 0.3, 1, 3, 10];

/** The instruments of one process. Labels have few values: never a path, an id, or anything else that strangers choose. */
export type Metrics = ReturnType<typeof createMetrics>;

/** `process`: the role, such as `web`, as a label of every series. */
export function createMetrics(process: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ process });
  // Also resident memory, CPU time and the lag of the event loop.
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: "ge_http_requests_total",
      help: "Answered requests, by route, method and class of status",
      labelNames: ["route", "method", "status"],
      registers,
    }),
    requestSeconds: new Histogram({
      name: "ge_http_request_seconds",
      help: "From the request's head to the last byte of the answer, by route",
      labelNames: ["route"],
      buckets: BUCKETS,
      registers,
    }),
    lookups: new Counter({
      name: "ge_cache_lookups_total",
      help: "Look-ups by layer (bytes, memory, redis) and result (hit, stale, miss)",
      labelNames: ["layer", "result"],
      registers,
    }),
    redisCalls: new Counter({
      name: "ge_redis_calls_total",
      help: "Calls of Redis by result (ok, failed, skipped while it is away)",
      labelNames: ["result"],
      registers,
    }),
    redisSeconds: new Histogram({
      name: "ge_redis_call_seconds",
      help: "Time of a call of Redis that was made",
      buckets: BUCKETS,
      registers,
    }),
    databaseConnections: new Gauge({
      name: "ge_database_connections",
      help: "Open connections to PostgreSQL, by pool",
      labelNames: ["pool"],
      registers,
    }),
    jobRuns: new Counter({
      name: "ge_job_runs_total",
      help: "Runs of jobs, by job or queue and outcome (done, failed, dead)",
      labelNames: ["job", "outcome"],
      registers,
    }),
  };
}

/** A figure that is read when it is asked for, such as the age of the feed's newest price. */
export type FigureReading = { labels?: Readonly<Record<string, string>>; value: number };

export type Figure<Deps> = {
  /** With the prefix `ge_` and its unit, as Prometheus' naming rules ask. */
  name: string;
  help: string;
  labelNames?: readonly string[];
  read: (deps: Deps) => Promise<readonly FigureReading[]>;
};

/** A figure that takes longer is not known (NaN, or no series): a frozen database must not hold it up. */
const READ_MS = 1_500;

/** Registers figures; each is read at most once at a time, when the registry is asked. */
export function addFigures<Deps>({ registry }: Metrics, figures: readonly Figure<Deps>[], deps: Deps): void {
  for (const { name, help, labelNames = [], read } of figures) {
    let running: Promise<readonly FigureReading[]> | null = null;
    // A read that hangs is shared by all who ask, until it ends.
    const readOnce = () =>
      (running ??= read(deps).finally(() => {
        running = null;
      }));
    registry.registerMetric(
      new Gauge({
        name,
        help,
        labelNames: [...labelNames],
        registers: [],
        async collect() {
          this.reset();
          // A figure without labels would be 0 after a reset; what is not known is no number.
          if (labelNames.length === 0) this.set(Number.NaN);
          const readings = await withinTime(readOnce()).catch(() => []);
          for (const { labels = {}, value } of readings) this.set({ ...labels }, value);
        },
      }),
    );
  }
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("late")), READ_MS);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
