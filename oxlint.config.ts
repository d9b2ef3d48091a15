import { readdirSync } from "node:fs";
import { defineConfig } from "oxlint";

/** One forbidden import: a pattern over the specifier, and the arrow of the design it would break. */
type Ban = { regex: string; message: string; allowTypeImports?: boolean };

const features = readdirSync(new URL("./src/features/", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** The linter's regular expressions know no look-ahead: everything that does not start with `word`, spelt out. */
const notStartingWith = (word: string): string =>
  [...word].map((letter, at) => `${word.slice(0, at).replaceAll(".", "\\.")}[^${letter}]`).join("|");
const roomsBut = (...kept: string[]): string =>
  ["app", "features", "platform", "trpc", "ui", "simulators"]
    .filter((room) => !kept.includes(room))
    .join("|");
/** Any other feature; a name nobody has, where there is only one. */
const featuresBut = (name: string): string => features.filter((other) => other !== name).join("|") || "-";

const ROUTER = "^#features/[^/]+/router\\.ts$";
const SERVER_FILE = "(schema|router|http|jobs|topics)\\.ts$";
/** A verb is `<verb>-<noun>.ts`; a rule is one word, so the hyphen tells them apart. */
const VERB_FILE = "[^/]*-[^/]*\\.ts$";

const noClimbing: Ban = { regex: "^\\.\\./", message: "Leave a room by #path, not by climbing." };
const noProcesses: Ban = { regex: "^#processes/", message: "Nothing imports processes/." };
const noRouters: Ban = { regex: ROUTER, message: "Only trpc/root.ts imports routers." };

const restrict = (...bans: Ban[]) =>
  ["error", { patterns: [noClimbing, noProcesses, ...bans] }] as ["error", { patterns: Ban[] }];

const pages = restrict(noRouters, {
  regex: "^#(features/[^/]+/[^/]+$|platform/|simulators/)",
  message: "A page renders a feature's ui/, through trpc/ and ui/; never a verb, a schema or the platform.",
});

const routeHandlers = restrict({
  regex: `^#(features/[^/]+/(${notStartingWith("http.ts")})|platform/|ui/|simulators/)`,
  message: "A route.ts calls a feature's http.ts or trpc/, nothing else.",
});

const featureUi = (name: string) =>
  restrict(
    {
      regex: `^#features/[^/]+/(${SERVER_FILE}|${VERB_FILE})|^#(platform|simulators)/|^#trpc/(${notStartingWith("client.tsx")})`,
      message: "ui/ knows server code as types only: contract.ts, rules, trpc/client.tsx and src/ui/.",
      allowTypeImports: true,
    },
    {
      regex: `^#features/(${featuresBut(name)})/ui/|^#app/`,
      message: "A feature's ui/ never imports another feature's ui/.",
    },
  );

const verbs = (name: string) =>
  restrict(noRouters, {
    regex: `^#features/(${featuresBut(name)})/(${SERVER_FILE}|ui/)|^#features/[^/]+/ui/|^#(trpc|ui|app|simulators)/`,
    message: "A verb uses its folder, platform/ and other features' verbs and rules; never another's schema.",
  });

/** contract.ts and one-word rules also load in the browser. */
const pure = restrict(
  {
    regex: `^#features/[^/]+/(${SERVER_FILE}|${VERB_FILE}|ui/)|^#(platform|trpc|ui|app|simulators)/`,
    message: "Contracts and rules load in the browser: other contracts and rules only.",
  },
  {
    regex: "^(node:|drizzle-orm|postgres$|ioredis$|@upstash/|pino$|next|react)",
    message: "Contracts and rules load in the browser and on the server: no platform packages.",
  },
);

const edges = restrict(
  noRouters,
  {
    regex: "/(schema|jobs|topics)\\.ts$|^#features/[^/]+/ui/|^#(platform|ui|app|simulators)/",
    message: "router.ts and http.ts know contracts, verbs and trpc/.",
  },
  { regex: "^(drizzle-orm|postgres$)", message: "No query is written in a router or http.ts." },
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
    "import/no-cycle": "error",
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
    { files: ["src/app/**/route.ts"], rules: { "no-restricted-imports": routeHandlers } },
    ...features.flatMap((name) => [
      { files: [`src/features/${name}/*.ts`], rules: { "no-restricted-imports": pure } },
      {
        files: [
          `src/features/${name}/*-*.ts`,
          `src/features/${name}/{schema,jobs,topics}.ts`,
          `src/features/${name}/*.test.ts`,
        ],
        rules: { "no-restricted-imports": verbs(name) },
      },
      { files: [`src/features/${name}/ui/**`], rules: { "no-restricted-imports": featureUi(name) } },
      {
        files: [`src/features/${name}/{router,http}.ts`],
        rules: { "no-restricted-imports": edges },
      },
    ]),
    {
      files: ["src/platform/**"],
      rules: {
        "no-restricted-imports": restrict({
          regex: `^#(${roomsBut("platform")})/`,
          message: "platform/ imports nothing of ours outside itself.",
        }),
      },
    },
    {
      files: ["src/ui/**"],
      rules: {
        "no-restricted-imports": restrict({
          regex: `^#(${roomsBut("ui")})/`,
          message: "The shared kit knows no feature, no server and no route.",
        }),
      },
    },
    {
      files: ["src/trpc/**"],
      rules: {
        "no-restricted-imports": restrict(noRouters, {
          regex: "^#(app|ui|simulators)/|^#features/[^/]+/ui/",
          message: "trpc/ joins contracts, verbs and platform; it knows no page.",
        }),
      },
    },
    {
      files: ["src/server/root.ts"],
      rules: {
        "no-restricted-imports": restrict({
          regex: `^#(${roomsBut("trpc", "features")})/|^#features/[^/]+/(${notStartingWith("router.ts")})`,
          message: "root.ts joins routers and does nothing else.",
        }),
      },
    },
    {
      files: ["src/simulators/**"],
      rules: {
        "no-restricted-imports": restrict({
          regex: `^#(${roomsBut("simulators")})/`,
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
    { files: ["tests/**", "bench/**"], rules: { "no-restricted-imports": "off" } },
  ],
});
