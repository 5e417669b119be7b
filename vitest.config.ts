import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** Tests run on the sources, so a unit test needs no build. */
const sources = [
  { find: /^@rowauth\/core$/, replacement: path('packages/core/src/index.ts') },
  { find: /^@rowauth\/core\/internal$/, replacement: path('packages/core/src/internal.ts') },
  { find: /^@rowauth\/driver$/, replacement: path('packages/driver/src/index.ts') },
  { find: /^@rowauth\/driver\/neon-http$/, replacement: path('packages/driver/src/neon-http/index.ts') },
  {
    find: /^@rowauth\/driver\/node-postgres$/,
    replacement: path('packages/driver/src/node-postgres/index.ts'),
  },
  {
    find: /^@rowauth\/driver\/opentelemetry$/,
    replacement: path('packages/driver/src/opentelemetry/index.ts'),
  },
  { find: /^@rowauth\/drizzle$/, replacement: path('packages/drizzle/src/index.ts') },
  { find: /^@rowauth\/neon-local$/, replacement: path('packages/neon-local/src/index.ts') },
  { find: /^@rowauth\/testing$/, replacement: path('packages/testing/src/index.ts') },
  { find: /^rowauth$/, replacement: path('packages/cli/src/index.ts') },
]

const drizzle1 = [
  { find: /^drizzle-orm$/, replacement: path('packages/drizzle/node_modules/drizzle-orm-1/index.js') },
  {
    find: /^drizzle-orm\/(.*)$/,
    replacement: `${path('packages/drizzle/node_modules/drizzle-orm-1')}/$1/index.js`,
  },
]

const project = (
  name: string,
  include: string[],
  options: { alias?: typeof sources; exclude?: string[] } = {},
): TestProjectConfiguration => ({
  resolve: { alias: [...sources, ...(options.alias ?? [])] },
  test: { name, include, exclude: options.exclude ?? [], testTimeout: 30_000, hookTimeout: 60_000 },
})

export default defineConfig({
  resolve: { alias: sources },
  test: {
    globalSetup: [path('test/global-setup.ts')],
    reporters: ['default', path('test/summary-reporter.ts')],
    projects: [
      project('core', ['packages/core/test/**/*.test.ts']),
      project('driver', ['packages/driver/test/**/*.test.ts']),
      project('testing', ['packages/testing/test/**/*.test.ts']),
      project('drizzle 0.45', ['packages/drizzle/test/**/*.test.ts'], {
        exclude: ['packages/drizzle/test/drizzle-1/**'],
      }),
      project('drizzle 1.0', ['packages/drizzle/test/**/*.test.ts'], {
        alias: drizzle1,
        exclude: ['packages/drizzle/test/drizzle-0/**'],
      }),
      project('cli', ['packages/cli/test/**/*.test.ts']),
      project('examples', ['examples/*/test/**/*.test.ts']),
      project('neon-local', ['packages/neon-local/test/**/*.test.ts']),
      project('repository', ['test/**/*.test.ts']),
    ],
  },
})
