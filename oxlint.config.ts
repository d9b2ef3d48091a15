import { readdirSync } from "node:fs";
import { defineConfig } from "oxlint";

/** One forbidden import: a pattern over the specifier, and the arrow of the design that it would break. */
type Ban = { regex: string; message: string; allowTypeImports?: boolean };

const features = readdirSync(new URL("./src/features/", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** From the ground up; a feature may import those of lower layers. One that is not named stands right below `api`. */
const LAYERS = [
  ["audit", "mail", "ops"],
  ["accounts"],
  ["billing"],
  ["feed"],
  ["market"],
  ["history"],
  ["trades"],
  ["imports"],
  [],
  ["api"],
];
const DERIVED = LAYERS.length - 2;
const layerOf = (name: string): number => {
  const layer = LAYERS.findIndex((names) => names.includes(name));
  return layer < 0 ? DERIVED : layer;
};

const escaped = (text: string): string => text.replaceAll(".", "\\.");

/**
 * The linter's regular expressions have no look-ahead: any path segment but these words, spelt out letter by letter. What
 * follows in the pattern must begin with a slash or be the end.
 */
function segmentBut(...words: readonly string[]): string {
  const alternatives = (prefix: string): string[] => {
    const longer = words.filter((word) => word.startsWith(prefix) && word !== prefix);
    const next = [...new Set(longer.map((word) => word.charAt(prefix.length)))];
    const others =
      next.length === 0 ? `${escaped(prefix)}[^/]+` : `${escaped(prefix)}[^/${next.join("")}][^/]*`;
    const itself = prefix === "" || words.includes(prefix) ? [] : [escaped(prefix)];
    return [others, ...itself, ...next.flatMap((letter) => alternatives(prefix + letter))];
  };
  return `(?:${alternatives("").join("|")})`;
}

const END = "(?:/|$)";
const ROOMS = ["app", "features", "platform", "processes", "server", "simulators", "trpc", "ui"];
const roomsBut = (...kept: string[]): string => ROOMS.filter((room) => !kept.includes(room)).join("|");

/** What only the server loads: neither `contract.ts` nor below `rules/` or `ui/`, at any depth. */
const SERVER_PATH = `(?:${segmentBut("rules", "ui")}/)*${segmentBut("contract.ts", "rules", "ui")}$`;
/** The files of a feature that only server/ and processes/ may load, and its tables, jobs and pages. */
const EDGE_PATH = "(?:feature|nav|router|http|topics|jobs)\\.ts$";

const noClimbing: Ban = { regex: "^\\.\\./", message: "Leave a folder by #path, not by climbing." };
const noProcesses: Ban = { regex: "^#processes/", message: "Nothing imports processes/." };
const noRouters: Ban = {
  regex: "^#features/[^/]+/router\\.ts$",
  message: "Only server/root.ts imports routers.",
};

const restrict = (...bans: Ban[]) =>
  ["error", { patterns: [noClimbing, noProcesses, ...bans] }] as ["error", { patterns: Ban[] }];

/** Of an own feature everything, of others what lies in lower layers; types count. */
function noUpwards(name: string): Ban[] {
  const forbidden = features.filter((other) => other !== name && layerOf(other) >= layerOf(name));
  if (forbidden.length === 0) return [];
  return [
    {
      regex: `^#features/(?:${forbidden.join("|")})/`,
      message:
        "Arrows run down only: a lower room registers no knowledge of this one; use a hook of feature.ts.",
    },
  ];
}

const pages = restrict(noRouters, {
  regex: `^#features/[^/]+/${segmentBut("ui")}${END}|^#(?:platform|simulators)/`,
  message:
    "A page renders a feature's ui/ through server/, trpc/client and ui/; never a verb, a schema or the platform.",
});

const featureUi = (name: string) =>
  restrict(
    ...noUpwards(name),
    {
      regex: `^#features/[^/]+/${SERVER_PATH}|^#(?:app|platform|server|simulators)/|^#trpc/${segmentBut("client.tsx", "contract.ts")}${END}`,
      message: "ui/ knows server code as types only: contract.ts, rules/, trpc/client.tsx and src/ui/.",
      allowTypeImports: true,
    },
    {
      regex: `^#features/(?:${features.filter((other) => other !== name).join("|") || "-"})/ui/`,
      message: "A feature's ui/ never imports another feature's ui/: a page joins them.",
    },
  );

const noEdges = (name: string): Ban => ({
  regex: `^#features/[^/]+/${EDGE_PATH}|^#features/(?:${features.filter((other) => other !== name).join("|") || "-"})/(?:[^/]+/)*schema\\.ts$`,
  message:
    "A verb uses its own folder, the platform and verbs and rules of lower features; never another's schema.",
});
const noBrowser: Ban = {
  regex: `^#features/[^/]+/ui/|^#(?:app|server|simulators|ui)/|^#trpc/${segmentBut("contract.ts")}${END}`,
  message: "Server code of a feature knows no page, no procedure and no composition.",
};

const verbs = (name: string) => restrict(...noUpwards(name), noEdges(name), noBrowser);

/** contract.ts and rules/ also load in the browser. */
const pure = (name: string) =>
  restrict(
    ...noUpwards(name),
    {
      regex: `^#features/[^/]+/${SERVER_PATH}|^#features/[^/]+/ui/|^#(?:app|platform|server|simulators|ui)/|^#trpc/${segmentBut("contract.ts")}${END}`,
      message: "Contracts and rules load in the browser: they know other contracts and rules only.",
    },
    {
      regex: "^(?:node:|drizzle-orm|postgres$|ioredis$|@upstash/|pino$|next(?:/|$)|react)",
      message: "Contracts and rules load in the browser and on the server: no platform packages.",
    },
  );

/** nav.ts is data for both sides: rules, and the types of the shared kit. */
const nav = (name: string) =>
  restrict(...noUpwards(name), {
    regex: `^#features/[^/]+/${SERVER_PATH}|^#features/[^/]+/ui/|^#(?:app|platform|server|simulators|trpc)/|^#ui/${segmentBut("nav.ts")}${END}`,
    message: "nav.ts is plain data that browser and server load.",
  });

const descriptor = (name: string) =>
  restrict(...noUpwards(name), noRouters, {
    regex: `^#features/[^/]+/ui/|^#(?:app|server|simulators|ui)/|^#trpc/${segmentBut("feature.ts")}${END}`,
    message: "feature.ts names what the feature brings to the server.",
  });

/** Adds to the records of trpc/register.ts, as types. */
const featureDeps = (name: string) =>
  restrict(...noUpwards(name), noEdges(name), {
    regex: `^#features/[^/]+/ui/|^#(?:app|server|simulators|ui)/|^#trpc/${segmentBut("register.ts")}${END}`,
    message: "deps.ts declares what the feature's verbs may ask for.",
  });

const edges = (name: string) =>
  restrict(
    ...noUpwards(name),
    noRouters,
    {
      regex:
        "/(?:schema|jobs|topics|feature)\\.ts$|^#features/[^/]+/ui/|^#(?:app|platform|server|simulators|ui)/",
      message: "router.ts and http.ts know contracts, verbs and trpc/.",
    },
    { regex: "^(?:drizzle-orm|postgres$)", message: "No query is written in a router or http.ts." },
  );

export default defineConfig({
  plugins: ["typescript", "unicorn", "oxc", "import", "react", "jsx-a11y", "nextjs", "promise", "node"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  ignorePatterns: [".next/**", ".data/**", "node_modules/**", "next-env.d.ts"],
  rules: {
    "no-restricted-imports": restrict(noRouters),
    "no-restricted-properties": [
      "error",
      { object: "Date", property: "now", message: "Time comes from deps.clock." },
      { object: "process", property: "env", message: "The environment is read in platform/env.ts." },
    ],
    "max-lines": ["error", { max: 300 }],
    "no-console": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/consistent-type-imports": "error",
    "import/no-default-export": "error",
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "oxc/no-barrel-file": "off",
    "no-await-in-loop": "off",
    "no-underscore-dangle": "off",
    "oxc/no-map-spread": "off",
    "import/no-named-as-default-member": "off",
    "unicorn/consistent-function-scoping": "off",
    "react/react-in-jsx-scope": "off",
    "import/no-unassigned-import": ["error", { allow: ["**/*.css"] }],
  },
  overrides: [
    { files: ["src/**/*.ts", "src/**/*.tsx"], rules: { "oxc/no-barrel-file": ["error", { threshold: 0 }] } },
    { files: ["src/app/**"], rules: { "no-restricted-imports": pages, "import/no-default-export": "off" } },
    ...features.flatMap((name) => [
      { files: [`src/features/${name}/**`], rules: { "no-restricted-imports": verbs(name) } },
      {
        files: [`src/features/${name}/**/contract.ts`, `src/features/${name}/**/rules/**`],
        rules: { "no-restricted-imports": pure(name) },
      },
      { files: [`src/features/${name}/**/ui/**`], rules: { "no-restricted-imports": featureUi(name) } },
      {
        files: [`src/features/${name}/{router,http}.ts`],
        rules: { "no-restricted-imports": edges(name) },
      },
      { files: [`src/features/${name}/nav.ts`], rules: { "no-restricted-imports": nav(name) } },
      { files: [`src/features/${name}/feature.ts`], rules: { "no-restricted-imports": descriptor(name) } },
      { files: [`src/features/${name}/deps.ts`], rules: { "no-restricted-imports": featureDeps(name) } },
    ]),
    {
      files: ["src/platform/**"],
      rules: {
        "no-restricted-imports": restrict({
          regex: `^#(?:${roomsBut("platform")})/`,
          message: "platform/ imports nothing of ours outside itself.",
        }),
      },
    },
    {
      files: ["src/ui/**"],
      rules: {
        "no-restricted-imports": restrict({
          regex: `^#(?:${roomsBut("ui")})/`,
          message: "The shared kit knows no feature, no server and no route.",
        }),
      },
    },
    {
      files: ["src/trpc/**"],
      rules: {
        "no-restricted-imports": restrict({
          regex: `^#(?:${roomsBut("trpc", "platform")})/`,
          message: "The kit knows no feature and nothing above itself.",
        }),
      },
    },
    {
      files: ["src/server/**"],
      rules: {
        "no-restricted-imports": restrict(noRouters, {
          regex: `^#(?:app|simulators)/|^#features/[^/]+/ui/|^#ui/${segmentBut("nav.ts")}${END}`,
          message: "server/ composes the web tier; it knows no page.",
        }),
      },
    },
    {
      files: ["src/server/root.ts"],
      rules: {
        "no-restricted-imports": restrict({
          regex: `^#(?:${roomsBut("trpc", "features")})/|^#features/[^/]+/${segmentBut("router.ts")}${END}`,
          message: "root.ts joins routers and does nothing else.",
        }),
      },
    },
    {
      files: ["src/simulators/**"],
      rules: {
        "no-restricted-imports": restrict({
          regex: `^#(?:${roomsBut("simulators")})/`,
          message: "A simulator is the outside world: it knows nothing of ours.",
        }),
      },
    },
    {
      files: ["src/processes/**"],
      rules: {
        "no-restricted-imports": ["error", { patterns: [noClimbing, noRouters] }],
        "no-console": "off",
      },
    },
    {
      files: ["src/platform/env.ts", "src/platform/clock.ts"],
      rules: { "no-restricted-properties": "off" },
    },
    {
      files: ["tests/**", "bench/**", "*.config.ts", "src/**/*.test.ts", "src/**/*.test.tsx"],
      rules: {
        "no-restricted-properties": "off",
        "no-console": "off",
        "import/no-default-export": "off",
      },
    },
    {
      files: ["src/**/*.test.ts", "src/**/*.test.tsx"],
      rules: { "no-restricted-imports": restrict(noRouters) },
    },
    { files: ["tests/**", "bench/**"], rules: { "no-restricted-imports": "off" } },
  ],
});
