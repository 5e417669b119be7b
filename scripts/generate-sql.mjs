import { writeFile } from 'node:fs/promises'
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

for (const { path, text } of outputs) await writeFile(path, text)
