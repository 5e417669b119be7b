import { compileAuthSchema, generatedPath } from './auth-schema-source.mjs'
import { compileCliSql } from './cli-sql-source.mjs'
import { compileDoctor } from './doctor-source.mjs'
import { compileSetupCheck } from './setup-check-source.mjs'

/** Every text that comes of SQL, and where it is committed. */
export async function sqlOutputs() {
  return [
    { path: generatedPath, text: await compileAuthSchema() },
    ...(await compileDoctor()),
    ...(await compileCliSql()),
    await compileSetupCheck(),
  ]
}
