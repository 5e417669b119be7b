import { writeFile } from 'node:fs/promises'
import { compileAuthSchema, generatedPath } from './auth-schema-source.mjs'

await writeFile(generatedPath, await compileAuthSchema())
