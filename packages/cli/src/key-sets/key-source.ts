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
  const { provider, option, jwks, issuer, audience, algorithm } = options
  if (provider !== undefined) {
    const preset = providerPreset(provider, { ...option, ...(audience === undefined ? {} : { audience }) })
    return {
      // Presets give an address, never the keys themselves.
      jwks: String(preset.jwks),
      issuers: issuer ?? listOf(preset.issuer) ?? [null],
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

function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value
}
