import { writeFile } from 'node:fs/promises'
import { sqlOutputs } from './sql-outputs.mjs'

for (const { path, text } of await sqlOutputs()) await writeFile(path, text)
