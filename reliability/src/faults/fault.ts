import type { TrustMode } from '../bench/bench.js'
import type { ClientUnderTest } from '../clients/client-under-test.js'
import type { Trial } from './trial.js'

/** Something that goes wrong, and what is to come of it. */
export interface Fault {
  readonly name: string
  /** What it is to come to, in a few words, for readers of the table. */
  readonly promise: string
  /** Whether it can happen to a client. */
  happensTo(client: ClientUnderTest): boolean
  /** The trust modes in which it is tried. Default: both. */
  readonly modes?: readonly TrustMode[]
  /** Makes its tries. What it throws is a wrong outcome. */
  run(trial: Trial): Promise<void>
}

export const toRemote = ({ remote }: ClientUnderTest) => remote
export const toInteractive = ({ remote, interactive }: ClientUnderTest) => remote && interactive
export const toPools = ({ remote, pooled, interactive }: ClientUnderTest) => remote && pooled && interactive
export const toAll = () => true
