/** The published types lack the second argument, the order of preference among codings of the same weight. */
declare module "negotiator" {
  export default class Negotiator {
    constructor(request: { headers: Readonly<Record<string, string>> });
    encodings(available: readonly string[], options: { preferred: readonly string[] }): string[];
  }
}
