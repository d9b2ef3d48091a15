import { z } from "zod";
import { bucketEndpoints, seriesEndpoint, volumesEndpoint } from "#features/api/rules/history-endpoints.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import { latestEndpoint, mappingEndpoint } from "#features/api/rules/market-endpoints.ts";
import { apiReadsPerMinute } from "#features/api/rules/allowances.ts";
import type { EndpointGuide } from "#features/api/rules/endpoint.ts";

export const API_BASE = "/api/v1/osrs";
export const DOCUMENT_URL = "/api/v1/openapi.json";

/** In reading order. */
const endpoints: readonly EndpointGuide[] = [
  mappingEndpoint,
  latestEndpoint,
  bucketEndpoints["5m"],
  bucketEndpoints["1h"],
  bucketEndpoints["6h"],
  bucketEndpoints["24h"],
  volumesEndpoint,
  seriesEndpoint,
];

/** The part of a JSON Schema that the document and the API page use. */
export type Schema = {
  type?: string;
  description?: string;
  enum?: readonly string[];
  anyOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  [keyword: string]: unknown;
};

export type Parameter = {
  name: string;
  in: "query";
  required: boolean;
  description: string;
  schema: Schema;
};

export const apiError = z.object({
  error: z.object({
    code: z
      .string()
      .describe(
        "for programs: invalid_input, unauthenticated, plan_required, not_found, rate_limited, unavailable, ...",
      ),
    message: z.string().describe("for people"),
    upgradeUrl: z.string().optional().describe("with plan_required: where the plan that has it is sold"),
  }),
});
export type ApiErrorBody = z.infer<typeof apiError>;

function schemaOf(schema: z.ZodType): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12" });
  return tidy(rest) as Schema;
}

/** Removes the bounds of safe integers, which add length and no information. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, bound]) => !(key === "maximum" && bound === Number.MAX_SAFE_INTEGER) && key !== "$schema",
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, tidy(inner)]));
}

function parametersOf(endpoint: Pick<EndpointGuide, "query">): Parameter[] {
  const { properties = {}, required = [] } = schemaOf(endpoint.query);
  return Object.entries(properties).map(([name, { description = "", ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    description,
    schema,
  }));
}

const json = (schema: unknown, example?: unknown) => ({
  "application/json": { schema, ...(example !== undefined && { example }) },
});
const refusal = (description: string) => ({
  description,
  content: json({ $ref: "#/components/schemas/Error" }),
});

const LIMIT_HEADERS = {
  "RateLimit-Limit": { description: "Requests in a window", schema: { type: "integer" } },
  "RateLimit-Remaining": { description: "What is left of it", schema: { type: "integer" } },
  "RateLimit-Reset": { description: "Seconds until the window ends", schema: { type: "integer" } },
};

const operationOf = (endpoint: EndpointGuide) => ({
  get: {
    operationId: `get_${endpoint.path}`,
    summary: endpoint.summary,
    description: endpoint.description,
    parameters: parametersOf(endpoint),
    responses: {
      "200": {
        description: "The answer",
        headers: {
          ETag: { description: "Send it as If-None-Match", schema: { type: "string" } },
          ...LIMIT_HEADERS,
        },
        content: json(schemaOf(endpoint.answer), endpoint.example.answer),
      },
      "304": { description: "Unchanged since the ETag that was sent" },
      "400": refusal("A parameter cannot be read; the message says which and why"),
      "401": refusal("An API key was sent that nobody has"),
      "403": refusal("The plan at hand does not have it; the message says which does"),
      "429": {
        ...refusal("Too many requests from this address, or with the keys of this user"),
        headers: {
          "Retry-After": { description: "Seconds to wait", schema: { type: "integer" } },
          ...LIMIT_HEADERS,
        },
      },
      "503": refusal("The records are out of reach for a moment, or nothing has arrived yet"),
    },
  },
});

/** The OpenAPI 3.1 document of the public API, made from the schemas that the server validates with. */
export const openApiDocument = () => ({
  openapi: "3.1.1",
  info: {
    title: "GE-Metrics public API",
    version: "1",
    description:
      "Prices and history of every item on the Old School RuneScape Grand Exchange, in the shapes of the OSRS Wiki's " +
      "real-time prices API: a client written for it works here by changing its base address. Beyond it, /timeseries " +
      "takes `from` and `to`. Only buckets that passed every check are shown. No key is needed; with one of a Pro user, " +
      `${apiReadsPerMinute.pro} requests a minute instead of ${apiReadsPerMinute.free}, and history beyond ` +
      `${historyDays.free} days.`,
  },
  servers: [{ url: API_BASE }],
  paths: Object.fromEntries(endpoints.map((endpoint) => [`/${endpoint.path}`, operationOf(endpoint)])),
  security: [{}, { bearer: [] }, { apiKey: [] }],
  components: {
    schemas: { Error: schemaOf(apiError) },
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer", description: "A key of yours: gem_…" },
      apiKey: { type: "apiKey", in: "header", name: "X-API-Key", description: "The same key" },
    },
  },
});

/** One endpoint as the API page shows it. */
export type EndpointPage = {
  path: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  answer: Schema;
  example: unknown;
  tryUrl: string;
};

export const endpointPages = (): EndpointPage[] =>
  endpoints.map(({ path, summary, description, example, ...endpoint }) => ({
    path,
    summary,
    description,
    parameters: parametersOf(endpoint),
    answer: schemaOf(endpoint.answer),
    example: example.answer,
    tryUrl: `${API_BASE}/${path}${example.query === "" ? "" : `?${example.query}`}`,
  }));
