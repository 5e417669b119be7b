import { CliError } from '../cli-error.js'

/** @throws {CliError} `usage` for what contradicts itself */
export function assertOneWay({ adopt, move }: { readonly adopt?: true; readonly move?: true }): void {
  if (!adopt || !move) return
  throw new CliError('usage', '--adopt uses what is there, and --move puts something in its place.', {
    hint: 'Take one of the two.',
  })
}
