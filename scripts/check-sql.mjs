import { readFile } from 'node:fs/promises'
import { compileAuthSchema, generatedPath } from './auth-schema-source.mjs'

if ((await readFile(generatedPath, 'utf8')) !== (await compileAuthSchema())) {
  console.error('packages/core/src/schema/generated.ts is out of date: run `pnpm sql` and commit the result.')
  process.exitCode = 1
}
