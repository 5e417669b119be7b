import type { NameOptions } from '../options/names.js'
import type { Recognised } from '../recognising/recognised.js'
import { adoptedNames } from './adopted-names.js'
import { type Adoption, describeAdoption } from './adoption.js'

/**
 * What is to be adopted.
 *
 * @throws {CliError} `roles_unknown`, `usage`
 */
export function planAdoption(recognised: Recognised, options: NameOptions): Adoption {
  const { kind, settings } = recognised
  return { kind, names: adoptedNames(recognised, options), settings }
}

/** What it adds to the database, and what it leaves alone, a line each. */
export function adoptionLines({ kind, names }: Adoption): string[] {
  const { schema, authenticated, anonymous, authenticator } = names
  const roles = authenticated === anonymous ? authenticated : `${authenticated} and ${anonymous}`
  return [
    kind === 'settings'
      ? `Policies stay as they are. Queries run as ${roles}.`
      : `It uses ${describeAdoption(kind, schema)}, as it is, and the roles ${roles}. Policies stay as they are.`,
    `It makes the role ${authenticator}, if it is not there yet, for the application to log in as: it may take ${roles}, and has no rights of its own.`,
    ...(kind === 'settings' ? [] : [`It lets ${roles} call the functions, as far as they may not yet.`]),
  ]
}
