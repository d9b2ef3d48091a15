import { renderBucket, renderSeries, STEP_S } from "./buckets.ts";
import type { Step } from "./buckets.ts";
import type { CatalogueItem } from "./catalogue.ts";
import { renderMapping } from "./catalogue.ts";
import type { Endpoint } from "./faults.ts";
import { renderLatest } from "./latest.ts";
import type { Model } from "./model.ts";

/** Seconds after its end until a bucket appears. The real feed's hourly bucket comes about two minutes late. */
export type CloseDelays = Record<Step, number>;
export const DEFAULT_CLOSE_DELAYS: CloseDelays = { "5m": 60, "1h": 120, "6h": 120, "24h": 300 };

/** A body to send with 200, or an error with a plain message. */
export type Answer = { ok: true; body: string } | { ok: false; status: 400 | 404; message: string };

const refuse = (message: string): Answer => ({ ok: false, status: 400, message });
const isStep = (value: string | null): value is Step => value !== null && Object.hasOwn(STEP_S, value);

/** Parses a plain decimal integer such as `12`; null for `-1`, `1e3` or an empty text. */
function parseWhole(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
}

/** The number of rendered bodies kept: the current bucket of each step, `/latest` and repeated queries. */
const KEPT_BODIES = 12;

/** Creates the answers of one simulated market. `nowS` is passed with each call, so that a fault can shift it. */
export function createAnswers(items: readonly CatalogueItem[], model: Model, delays: CloseDelays) {
  const mapping = renderMapping(items);
  const bodies = new Map<string, string>();

  function cached(key: string, render: () => string): string {
    const body = bodies.get(key) ?? render();
    bodies.delete(key);
    bodies.set(key, body);
    const oldest = bodies.keys().next().value;
    if (bodies.size > KEPT_BODIES && oldest !== undefined) bodies.delete(oldest);
    return body;
  }

  const lastComplete = (step: Step, nowS: number): number =>
    Math.floor((nowS - delays[step]) / STEP_S[step]) * STEP_S[step] - STEP_S[step];

  function bucket(step: Step, query: URLSearchParams, nowS: number): Answer {
    const newest = lastComplete(step, nowS);
    let startS = newest;
    if (query.has("timestamp")) {
      const asked = parseWhole(query.get("timestamp"));
      if (asked === null || asked % STEP_S[step] !== 0)
        return refuse(`timestamp must be a multiple of ${STEP_S[step]}`);
      // The real feed answers a bucket that is not over yet as an empty one.
      if (asked > newest) return { ok: true, body: `{"data":{},"timestamp":${asked}}` };
      startS = asked;
    }
    return { ok: true, body: cached(`${step} ${startS}`, () => renderBucket(model, step, startS)) };
  }

  function latest(query: URLSearchParams, nowS: number): Answer {
    const asOfS = Math.floor(nowS / 60) * 60;
    if (!query.has("id"))
      return { ok: true, body: cached(`latest ${asOfS}`, () => renderLatest(model, asOfS, null)) };
    const id = parseWhole(query.get("id"));
    return id === null ? refuse("id must be an item id") : { ok: true, body: renderLatest(model, asOfS, id) };
  }

  function series(query: URLSearchParams, nowS: number): Answer {
    const id = parseWhole(query.get("id"));
    const step = query.get("timestep");
    if (id === null) return refuse("id must be an item id");
    if (!isStep(step)) return refuse("timestep must be one of 5m, 1h, 6h, 24h");
    const lastS = lastComplete(step, nowS);
    return {
      ok: true,
      body: cached(`series ${id} ${step} ${lastS}`, () => renderSeries(model, id, step, lastS)),
    };
  }

  /** Returns an endpoint's answer to a query at `nowS` (Unix seconds). */
  return function answer(endpoint: Endpoint, query: URLSearchParams, nowS: number): Answer {
    switch (endpoint) {
      case "mapping":
        return { ok: true, body: mapping };
      case "latest":
        return latest(query, nowS);
      case "timeseries":
        return series(query, nowS);
      case "5m":
      case "1h":
      case "24h":
        return bucket(endpoint, query, nowS);
    }
  };
}
