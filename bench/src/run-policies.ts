import { drizzleVersions, machine } from './machine.js'
import { comparePolicies } from './policies/compare-policies.js'
import { openDatabase } from './policies/database.js'

const database = await openDatabase()

try {
  const conditions = machine(database.version)
  console.log(
    [conditions, `- drizzle-orm ${drizzleVersions[0]}`, '', await comparePolicies(database.client)].join(
      '\n',
    ),
  )
} finally {
  await database.close()
}
