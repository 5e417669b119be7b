import { parseRecord } from '../record.js'
import { type Adoption, type AdoptionKind, adoptionKinds } from './adoption.js'

/** Raised with each change of the SQL of an adoption. */
export const adoptionVersion = 1

/** What the schema `rowauth` carries as its comment in a database that has adopted something. */
export function adoptionMark(adoption: Adoption): string {
  return `rowauth adoption, version ${adoptionVersion}: ${adoptionJson(adoption)}`
}

/** The adoption as one line of JSON, for marks and headers. */
export function adoptionJson({ kind, names, settings }: Adoption): string {
  // In one order, whoever has made the object.
  const { schema, authenticated, anonymous, authenticator } = names
  return JSON.stringify({
    adopts: kind,
    ...{ schema, authenticated, anonymous, authenticator },
    ...(settings.length > 0 && { settings }),
  })
}

/** Reads a {@link adoptionMark}; undefined for any other comment. */
export function readAdoptionMark(mark: string | null): (Adoption & { readonly version: number }) | undefined {
  const [, version, json = ''] = /^rowauth adoption, version (\d{1,6}): (\{.*\})$/s.exec(mark ?? '') ?? []
  const adoption = parseAdoption(json)
  return adoption && { ...adoption, version: Number(version) }
}

/** Reads what {@link adoptionJson} has written; undefined for anything else. */
export function parseAdoption(json: string): Adoption | undefined {
  const options = parseRecord(json)
  if (options === undefined) return undefined
  const { adopts, schema, authenticated, anonymous, authenticator, settings = [] } = options
  const names = { schema, authenticated, anonymous, authenticator }
  if (!adoptionKinds.has(adopts) || !hasTexts(names)) return undefined
  if (!Array.isArray(settings) || !settings.every((name) => typeof name === 'string')) return undefined
  return { kind: adopts as AdoptionKind, names, settings }
}

function hasTexts<Key extends string>(record: Record<Key, unknown>): record is Record<Key, string> {
  return Object.values(record).every((value) => typeof value === 'string')
}
