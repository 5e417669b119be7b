import { providers, type VerifierOptions } from '@rowauth/core'
import { CliError, usageError } from '../cli-error.js'

type Preset = (options: Readonly<Record<string, unknown>>) => VerifierOptions

/** The names of the presets, as `providers` of `@rowauth/core` has them. */
export const presetNames: readonly string[] = Object.keys(providers).sort()

/**
 * Where a provider publishes its keys, and what its tokens must say.
 *
 * @param options - those of the preset, as `domain`
 * @throws {CliError} `usage` for options that the preset refuses
 */
export function providerPreset(name: string, options: Readonly<Record<string, unknown>>): VerifierOptions {
  const create: unknown = presetNames.includes(name) ? Reflect.get(providers, name) : undefined
  if (typeof create !== 'function') {
    throw new CliError('usage', `There is no preset for a provider ${name}.`, {
      hint: `The presets are ${presetNames.join(', ')}.`,
    })
  }
  try {
    return (create as Preset)(options)
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw usageError(cause, 'Options of a preset are given as --option name=value.')
  }
}
