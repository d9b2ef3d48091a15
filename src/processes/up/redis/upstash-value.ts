export type UpstashEncoding = "base64" | "utf8";
export type UpstashValue = string | number | null | UpstashValue[];

/**
 * A Redis reply in the REST dialect. The client takes a top-level "OK" as it is and decodes every other string,
 * including "OK" inside a list.
 */
export function asUpstashValue(reply: unknown, encoding: UpstashEncoding): UpstashValue {
  const text = asText(reply);
  if (text?.toString("utf8") === "OK") return "OK";
  return encode(reply, encoding);
}

function encode(reply: unknown, encoding: UpstashEncoding): UpstashValue {
  if (reply === null || reply === undefined) return null;
  if (typeof reply === "number") return reply;
  if (Array.isArray(reply)) return reply.map((entry) => encode(entry, encoding));
  const text = asText(reply);
  if (!text) throw new Error(`Redis answered with a ${typeof reply}, which the dialect cannot say`);
  return text.toString(encoding);
}

function asText(reply: unknown): Buffer | undefined {
  if (Buffer.isBuffer(reply)) return reply;
  return typeof reply === "string" ? Buffer.from(reply) : undefined;
}
