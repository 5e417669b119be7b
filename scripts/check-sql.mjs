import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { sqlOutputs } from './sql-outputs.mjs'

for (const { path, text } of await sqlOutputs()) {
  if ((await readFile(path, 'utf8')) === text) continue
  console.error(`${relative('.', path)} is out of date: run \`pnpm sql\` and commit the result.`)
  process.exitCode = 1
}
