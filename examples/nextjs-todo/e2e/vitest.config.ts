import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** What is about the screen alone: the database has no part in it. */
const ofTheScreen = ['01-screens', '06-accessibility', '09-keyboard', '10-trouble', '12-console']

function project(VERIFICATION: string, without: string[]): TestProjectConfiguration {
  const exclude = without.map((name) => `${name}.test.ts`)
  return { extends: true, test: { name: `e2e ${VERIFICATION}`, env: { VERIFICATION }, exclude } }
}

/** The same tests in both trust modes. */
export default defineConfig({
  root: path('.'),
  test: {
    include: ['**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', path('../../../test/summary-reporter.ts')],
    globalSetup: [path('support/build.ts')],
    projects: [project('application', ['13-database-mode']), project('database', ofTheScreen)],
  },
})
