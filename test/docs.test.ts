import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anchorsOf, blocksOf, linksOf, sampleText } from './markdown.js'

const below = (folder: string) => readdirSync(folder).map((name) => `${folder}/${name}`)

/** Every Markdown file for readers: at the root, in `docs` and its guides, and beside packages and examples. */
const files = ['.', 'docs', 'docs/guides', ...below('packages'), ...below('examples')]
  .flatMap(below)
  .filter((file) => file.endsWith('.md'))
  .map((file) => normalize(file))

const code = new Set(['ts', 'tsx', 'typescript', 'js', 'mjs', 'javascript'])

/** Samples come from what tests run or compile, and from nowhere else. */
const tested = /^(examples\/[^/]+\/(src|test)|packages\/[^/]+\/test|test)\//

/** The packages that `npm install` is told to install, without their versions. */
function installedBy(code: string): string[] {
  const lines = [...code.matchAll(/^npm install (.+)$/gm)].map(([, words = '']) => words)
  return lines.flatMap((words) => words.split(' ')).map((word) => word.replace(/(?<=.)@.*/, ''))
}

/** The packages that code imports from, modules of Node not among them. */
function importedBy(code: string): string[] {
  const specifiers = [...code.matchAll(/\bfrom '([^'.#][^']*)'/g)].map(([, specifier = '']) => specifier)
  return specifiers
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier)
}

it('finds the pages', () => {
  expect(files).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'SECURITY.md']))
})

describe.each(files)('%s', (file) => {
  const blocks = blocksOf(file)

  it('shows no code that nothing runs', () => {
    const loose = blocks.filter(
      ({ language, sample, excuse }) => code.has(language) && sample === undefined && excuse === undefined,
    )
    expect(loose.map(({ place }) => place)).toEqual([])
  })

  it('installs what its samples import, where it installs anything', () => {
    const installed = blocks.flatMap(({ code }) => installedBy(code))
    const missing = blocks.flatMap(({ code }) => importedBy(code)).filter((name) => !installed.includes(name))
    expect(installed.length === 0 ? [] : missing).toEqual([])
  })

  it('installs PGlite where it has the policies of a database compared', () => {
    const compares = blocks.some(({ code }) => /^npx rowauth check --url/m.test(code))
    const installed = blocks.flatMap(({ code }) => installedBy(code))
    expect(installed).toEqual(expect.arrayContaining(compares ? ['@electric-sql/pglite'] : []))
  })

  it('shows the code of its samples as it is', () => {
    for (const { place, sample, code } of blocks) {
      if (sample === undefined) continue
      expect(sample, place).toMatch(tested)
      expect(code.trim(), `${place} shows ${sample}`).toBe(sampleText(sample))
    }
  })

  it('links to what is there', () => {
    const dead = linksOf(file).filter((target) => {
      if (/^[a-z]+:/.test(target)) return false
      const [path = '', anchor] = target.split('#')
      const aim = path === '' ? file : normalize(join(dirname(file), path))
      return !existsSync(aim) || (anchor !== undefined && !anchorsOf(aim).includes(anchor))
    })
    expect(dead).toEqual([])
  })
})
