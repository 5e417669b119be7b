/**
 * Writes `.cjs` and `.d.cts` beside what the compiler has put into `dist` of the package in the current folder: the
 * modules that `require` of its entry points reaches, as CommonJS.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { transform } from 'esbuild'
import { vendorJose } from './vendor-jose.mjs'

const vendored = 'dist/vendor/jose.cjs'

/** The relative path that a module is imported from, or its types. */
const specifier = /(?<=(?:from |import |import\(|require\()(['"]))\.{1,2}\/[^'"]+\.js(?=\1)/g

/** The JavaScript and the types of all modules that the entry points reach, by their paths. */
async function reachable(entries) {
  const found = new Map()
  const waiting = [...entries]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue
    const text = await readFile(path, 'utf8')
    found.set(path, text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'))
    const types = path.replace(/\.js$/, '.d.ts')
    if (existsSync(types)) waiting.push(types)
    for (const [name] of text.matchAll(specifier)) waiting.push(join(dirname(path), name))
  }
  return found
}

/** One module as CommonJS, in a form that tells Node's own loader the names of its exports. */
async function toCommonJs(sourcefile, text) {
  const { code } = await transform(text, {
    sourcefile,
    loader: 'js',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__moduleUrl' },
  })
  if (!code.includes('__moduleUrl')) return code
  return `const __moduleUrl = require('node:url').pathToFileURL(__filename).href\n${code}`
}

/** Leads to modules of CommonJS, and to the copy of jose within the package. */
function withOwnPaths(text, path) {
  const to = relative(dirname(path), vendored)
  const jose = JSON.stringify(to.startsWith('.') ? to : `./${to}`)
  return text
    .replaceAll(specifier, (name) => name.replace(/\.js$/, '.cjs'))
    .replaceAll(/(?<=require\(|from )(['"])jose\1/g, jose)
}

/** Where `exports` and `imports` lead with `require`, under one condition or another. */
function requiredFiles(target) {
  if (typeof target !== 'object' || target === null) return []
  return Object.entries(target).flatMap(([condition, chosen]) =>
    condition === 'require' ? chosen.default : requiredFiles(chosen),
  )
}

const { exports, imports } = JSON.parse(await readFile('package.json', 'utf8'))
const files = (await readdir('dist', { recursive: true })).map((file) => join('dist', file))
for (const file of files.filter((name) => name.endsWith('.cjs') || name.endsWith('.d.cts'))) await rm(file)
const entries = [...requiredFiles(exports), ...requiredFiles(imports)]
const modules = await reachable(entries.map((path) => join(path.replace(/\.cjs$/, '.js'))))
for (const [path, text] of modules) {
  const result = path.endsWith('.js') ? await toCommonJs(path, text) : text
  await writeFile(
    path.replace(/\.(js|ts)$/, (extension) => `.c${extension.slice(1)}`),
    withOwnPaths(result, path),
  )
}
await vendorJose([...modules.values()], vendored)
