import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** Tests and what is set up for them run on the sources, so that they need no build. */
const sources = {
  name: 'rowauth:sources',
  configEnvironment: () => ({ resolve: { conditions: ['source', 'node', 'development|production'] } }),
}

/** Tests that need neither PostgreSQL nor a build. */
const unit = {
  packages: [
    'packages/core/test/{errors,jwt,keys,organizations,provider-shapes,providers,readme,session}/**/*.test.ts',
    // Not `fetching`, which waits for the time limit of a fetch.
    'packages/core/test/jwks/{allow-http,key-choice,remote-keys}.test.ts',
    'packages/core/test/schema/options.test.ts',
    'packages/driver/test/neon-http/answers.test.ts',
    'packages/testing/test/embedded/{closed-folder,locate-binaries}.test.ts',
    'packages/testing/test/issuer/**/*.test.ts',
    'packages/testing/test/proxy/{delay-line,message-splitter,round-trip-counter}.test.ts',
    'packages/testing/test/readme/readme.test.ts',
    'packages/cli/test/commands/{keys,verify}.test.ts',
    'packages/cli/test/doctor/{documentation,formats,rewriting}.test.ts',
    'packages/cli/test/{key-sets,migrations}/**/*.test.ts',
    'packages/cli/test/switching/next-state.test.ts',
    'packages/cli/test/program.test.ts',
    'examples/quickstart/test/report.test.ts',
  ],
  drizzle: ['packages/drizzle/test/policy/{crud-policy,owned-by,types}.test.ts'],
}

/** Tests that take their time; each kind is a script of its own, `pnpm test:<kind>`. */
const slow = {
  kits: [
    'packages/cli/test/kits/**/*.test.ts',
    'packages/cli/test/roads/projects.test.ts',
    'packages/cli/test/commands/{check,grants,init,known-names,upgrade}.test.ts',
    'examples/quickstart/test/migration.test.ts',
  ],
  drizzleKits: ['packages/drizzle/test/policy/drizzle-kit.test.ts'],
  algorithms: [
    'packages/core/test/schema/database/{ecdsa-*,ed25519-*,rsa-*,random-signatures*,bytes,keys,known-answers,settings}.test.ts',
  ],
  attacks: [
    'packages/core/test/schema/sessions/{access,copied-database,functions,plans}.test.ts',
    'packages/driver/test/database-mode/{costly-input,leaks,reading-secrets,replayed-seals,revoked,schema-changes,settings,shadows}.test.ts',
  ],
  matrix: [
    'packages/core/test/schema/database/majors.test.ts',
    'packages/core/test/schema/sessions/states.test.ts',
    'packages/cli/test/doctor/{diagnose,lints}.test.ts',
    'packages/cli/test/roads/on-majors/*.test.ts',
    'packages/drizzle/test/on-majors/*.test.ts',
    'packages/driver/test/node-postgres/conformance/old-server-conformance.test.ts',
    'packages/neon-local/test/{auth,providers}/providers.test.ts',
    'packages/testing/test/embedded/{parent-death,runnable-binaries,start-embedded-postgres}.test.ts',
    'packages/testing/test/postgres/**/*.test.ts',
  ],
  edge: ['packages/drizzle/test/edge/**/*.test.ts'],
  properties: ['packages/{core,driver}/test/properties/**/*.test.ts'],
  faults: ['reliability/test/**/*.test.ts'],
  packing: ['test/packing/**/*.test.ts'],
  runtimes: ['test/runtimes/**/*.test.ts'],
  poolers: ['packages/driver/test/poolers/**/*.test.ts'],
}

interface ProjectOptions {
  readonly exclude?: string[]
  /** Import paths that lead elsewhere. */
  readonly alias?: { find: RegExp; replacement: string }[]
  /** Whether the tests need PostgreSQL. Those that do not, and share their workers, get an address where nothing answers. */
  readonly postgres?: boolean
  /** Whether each file loads its modules anew. Files that share them start sooner. */
  readonly isolate?: boolean
}

function project(name: string, include: string[], options: ProjectOptions = {}): TestProjectConfiguration {
  const { exclude = [], alias = [], postgres = true, isolate = true } = options
  const server = postgres
    ? { isolate, globalSetup: [path('test/global-setup.ts')] }
    : { isolate: false, env: { DATABASE_URL: 'postgresql://127.0.0.1:1/this_project_has_no_server' } }
  return { extends: true, resolve: { alias }, test: { name, include, exclude, ...server } }
}

const drizzle1 = path('packages/drizzle/node_modules/drizzle-orm-1')
const aliasOfDrizzle1 = [
  { find: /^drizzle-orm$/, replacement: `${drizzle1}/index.js` },
  { find: /^drizzle-orm\/version$/, replacement: `${drizzle1}/version.js` },
  { find: /^drizzle-orm\/(.*)$/, replacement: `${drizzle1}/$1/index.js` },
]

/** The same tests on both majors of Drizzle. */
function onBothMajors(name: string, include: string[], options: ProjectOptions = {}) {
  const without = (folder: string) => [...(options.exclude ?? []), `packages/drizzle/test/${folder}/**`]
  return [
    project(`${name} 0.45`, include, { ...options, exclude: without('drizzle-1') }),
    project(`${name} 1.0`, include, { ...options, exclude: without('drizzle-0'), alias: aliasOfDrizzle1 }),
  ]
}

/** The rest of a folder: what is neither a unit test nor slow. */
const rest = { exclude: Object.values({ ...unit, ...slow }).flat() }

const recipes = ['examples/policies/test/**/*.test.ts']

export default defineConfig({
  plugins: [sources],
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Vitest leaves a core to others; the servers that tests wait for do not need one.
    maxWorkers: '100%',
    reporters: ['default', path('test/summary-reporter.ts')],
    projects: [
      project('unit', unit.packages, { postgres: false }),
      ...onBothMajors('unit drizzle', unit.drizzle, { postgres: false }),
      project('core', ['packages/core/test/**/*.test.ts'], rest),
      project('driver', ['packages/driver/test/**/*.test.ts'], rest),
      project('testing', ['packages/testing/test/**/*.test.ts'], rest),
      ...onBothMajors('drizzle', ['packages/drizzle/test/**/*.test.ts'], rest),
      project('cli', ['packages/cli/test/**/*.test.ts'], rest),
      project('examples', ['examples/*/test/**/*.test.ts'], {
        exclude: [...rest.exclude, 'examples/policies/**'],
      }),
      project('recipes 0.45', recipes, { isolate: false }),
      // Their migrations are those of drizzle-kit 0.31.
      project('recipes 1.0', recipes, {
        exclude: ['examples/policies/test/migrations.test.ts'],
        isolate: false,
        alias: aliasOfDrizzle1,
      }),
      project('neon-local', ['packages/neon-local/test/**/*.test.ts'], rest),
      project('repository', ['test/**/*.test.ts'], { ...rest, postgres: false }),
      project('slow:kits', slow.kits),
      ...onBothMajors('slow:kits drizzle', slow.drizzleKits),
      project('slow:algorithms', slow.algorithms),
      project('slow:attacks', slow.attacks),
      project('slow:matrix', slow.matrix),
      project('slow:edge', slow.edge),
      project('slow:properties', slow.properties),
      project('slow:faults', slow.faults, { postgres: false }),
      project('slow:packing', slow.packing),
      project('slow:runtimes', slow.runtimes),
      project('slow:poolers', slow.poolers),
    ],
  },
})
