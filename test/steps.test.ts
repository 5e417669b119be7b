import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { createVitest, parseCLI } from 'vitest/node'

const made = new Set(['node_modules', 'dist'])

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return made.has(entry.name) || entry.name.startsWith('.') ? [] : testFiles(path)
    return path.endsWith('.test.ts') ? [path] : []
  })
}

/** The arguments of vitest in each step of `.ci/run` that runs tests. */
function testSteps(): [step: string, command: string][] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const steps = [...readFileSync('.ci/run', 'utf8').matchAll(/^step (\S+)$/gm)].map(([, step = '']) => step)
  return steps.flatMap((step) => {
    const command = /\bvitest run\b.*/.exec(scripts[step] ?? '')?.[0]
    return command === undefined ? [] : [[step, command]]
  })
}

interface Selection {
  readonly projects: string[]
  /** Each file with its project. */
  readonly files: { file: string; project: string }[]
}

/** What vitest would run for a command, its first word included. */
async function select(command: string): Promise<Selection> {
  const { options } = parseCLI(command.replaceAll('"', ''))
  const vitest = await createVitest('test', { ...options, watch: false, reporters: [] })
  try {
    const specifications = await vitest.globTestSpecifications()
    return {
      projects: vitest.projects.map(({ name }) => name),
      files: specifications.map(({ moduleId, project }) => ({
        file: relative('.', moduleId),
        project: project.name,
      })),
    }
  } finally {
    await vitest.close()
  }
}

/** Tests on both majors of Drizzle, or in both trust modes, are one project that runs twice. */
const withoutVariant = (project: string) => project.replace(/ (0\.45|1\.0|application|database)$/, '')

const steps = testSteps()
let selections: Selection[]

beforeAll(async () => {
  selections = []
  for (const [, command] of steps) selections.push(await select(command))
})

it('runs every test file in one project, and that in one step of .ci/run', () => {
  const places = new Map(testFiles('.').map((file) => [file, new Set<string>()]))
  for (const [index, { files }] of selections.entries()) {
    for (const { file, project } of files) {
      const place = `${steps[index]?.[0]}: ${withoutVariant(project)}`
      places.set(file, (places.get(file) ?? new Set()).add(place))
    }
  }
  const elsewhere = [...places].filter(([, { size }]) => size !== 1).map(([file, set]) => [file, ...set])
  expect(elsewhere).toEqual([])
})

it('runs every project in one step', async () => {
  const { projects } = await select('vitest run')
  const run = selections.flatMap((selection) => selection.projects)
  const times = projects.map((project) => [project, run.filter((each) => each === project).length])
  expect(Object.fromEntries(times)).toEqual(Object.fromEntries(projects.map((project) => [project, 1])))
})
