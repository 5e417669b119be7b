import { type Names, roleNames } from '../options/names.js'
import type { Project } from './open-project.js'

/** What the config of drizzle-kit should say about schema and roles, and does not, one sentence each. */
export function configNotes({ config, kit }: Project, names: Names): string[] {
  const notes: string[] = []
  const { schemaFilter, managesAllRoles } = config
  const seesSchema = schemaFilter?.includes(names.schema) ?? !/^0\./.test(kit.version)
  if (seesSchema) {
    notes.push(
      `Set schemaFilter: ['public'] in the config (with your other schemas, without ${names.schema}): ` +
        `"drizzle-kit push" would drop the schema ${names.schema}, and "pull" copy it.`,
    )
  }
  if (managesAllRoles) {
    const list = roleNames(names).map((role) => `'${role}'`)
    notes.push(
      `entities.roles is true: "drizzle-kit push" would drop every role that is not in your Drizzle schema. ` +
        `Write roles: { exclude: [${list.join(', ')}] }, or leave it out.`,
    )
  }
  return notes
}
