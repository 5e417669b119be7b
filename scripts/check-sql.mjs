import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { compileAuthSchema, generatedPath } from './auth-schema-source.mjs'
import { compileCliSql } from './cli-sql-source.mjs'
import { compileDoctor } from './doctor-source.mjs'
import { compileSetupCheck } from './setup-check-source.mjs'

const outputs = [
  { path: generatedPath, text: await compileAuthSchema() },
  ...(await compileDoctor()),
  ...(await compileCliSql()),
  await compileSetupCheck(),
]

for (const { path, text } of outputs) {
  if ((await readFile(path, 'utf8')) === text) continue
  console.error(`${relative('.', path)} is out of date: run \`pnpm sql\` and commit the result.`)
  process.exitCode = 1
}
