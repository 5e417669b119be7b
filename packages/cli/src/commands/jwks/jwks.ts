import { Command } from 'commander'
import type { Cli } from '../../cli.js'
import { listCommand } from './list.js'
import { printCommand } from './print.js'
import { retireCommand } from './retire.js'
import { syncCommand } from './sync.js'

/** `rowauth jwks`: public keys, as a set for verifiers and in a database that verifies tokens. */
export function jwksCommand(cli: Cli): Command {
  return new Command('jwks')
    .description('Public keys: print a set of them (JWKS); those that a database verifies tokens with.')
    .helpCommand(false)
    .addCommand(printCommand(cli), { isDefault: true })
    .addCommand(syncCommand(cli))
    .addCommand(listCommand(cli))
    .addCommand(retireCommand(cli))
}
