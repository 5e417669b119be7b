import type { Random } from '../bench/random.js'

/** Something that is given random input. */
export interface Target {
  /** One input, made of the random source alone; what is wrong with what came of it, or undefined. */
  attempt(random: Random): Promise<string | undefined>
  /** Inputs that were taken for sound. A target that takes none tries nothing. */
  readonly answered: number
  close(): Promise<void>
}

/** How a target is set up. */
export interface TargetKind {
  readonly name: string
  start(): Promise<Target>
}
