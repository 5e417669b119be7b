import type { VerifierOptions } from '@rowauth/core'
import { CliError } from '../cli-error.js'
import { providerPreset } from './provider-preset.js'

/** The options that say where keys come from and what their tokens must say. */
export interface KeySourceOptions {
  readonly jwks?: string
  readonly provider?: string
  readonly option?: Readonly<Record<string, string>>
  readonly issuer?: readonly string[]
  readonly audience?: readonly string[]
  readonly algorithm?: readonly string[]
  readonly allowHttp?: readonly string[]
}

/** Where the keys of an issuer are, and what its tokens must say. */
export interface KeySource {
  readonly jwks: string
  /** Each key is registered for each of them; null: for any issuer. */
  readonly issuers: readonly (string | null)[]
  readonly audience: readonly string[] | null
  /** The accepted algorithms; undefined: those that the database knows. */
  readonly algorithms: readonly string[] | undefined
}

/** @throws {CliError} `usage` */
export function readKeySource(options: KeySourceOptions): KeySource {
  const { provider, option, jwks, issuer, audience, algorithm, allowHttp } = options
  if (provider !== undefined) {
    const preset = providerPreset(provider, {
      ...option,
      ...(audience === undefined ? {} : { audience }),
      ...(allowHttp === undefined ? {} : { allowHttp }),
    })
    return {
      jwks: addressOf(preset.jwks),
      issuers: issuer ?? issuersOf(preset.issuer),
      audience: listOf(preset.audience) ?? null,
      algorithms: algorithm ?? preset.algorithms,
    }
  }
  if (jwks === undefined || option !== undefined) {
    throw new CliError('usage', 'This needs a key set.', {
      hint: 'Give its address or file with --jwks, or --provider and the options of the preset.',
    })
  }
  return { jwks, issuers: issuer ?? [null], audience: audience ?? null, algorithms: algorithm }
}

/** Reads `name=value` of `--option`, which may be repeated. */
export function readPresetOption(
  text: string,
  previous: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) {
    throw new CliError('usage', 'The option --option takes a name, "=", and a value.')
  }
  return { ...previous, [name]: value }
}

function addressOf(jwks: VerifierOptions['jwks']): string {
  if (typeof jwks === 'string' || jwks instanceof URL) return String(jwks)
  throw new CliError('usage', 'The keys of this provider have no address of their own.', {
    hint: 'Give the address of one issuer with --jwks, and that issuer with --issuer.',
  })
}

function issuersOf(issuer: VerifierOptions['issuer']): readonly (string | null)[] {
  if (typeof issuer !== 'function') return listOf(issuer) ?? [null]
  // A database compares texts: for any issuer it would take tokens of all customers of the provider.
  throw new CliError('usage', 'The issuers of this provider are not known beforehand.', {
    hint: 'Name each accepted one with --issuer.',
  })
}

function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value
}
