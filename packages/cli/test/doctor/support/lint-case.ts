import type { DiagnoseOptions } from '../../../src/doctor/options.js'

/** A fault that one lint has to find in the database of `sound-database.ts`, alone, and whose fix has to end it. */
export interface LintCase {
  /** What is broken, in a few words. */
  readonly name: string
  /** SQL that breaks the sound database. */
  readonly fault: string
  /** The objects that are found, in order; `{}` stands for what a name cannot tell beforehand. */
  readonly finds: readonly string[]
  /** SQL beforehand that is sound as well. */
  readonly given?: string
  readonly options?: DiagnoseOptions
  /** The role of the application is not said to be `authenticator`, but left to be found out. */
  readonly appRoleUnknown?: true
  /** What the SQL that fixes it has to hold. */
  readonly fix?: RegExp
  /** The fix is the first step of several, such as a login for the application, and the finding stays until the last. */
  readonly remains?: true
  /** Lints that find something in what is given already. */
  readonly givenIgnores?: readonly number[]
  /** What its fix gives to a role that did not have it, as in `authenticated on app: usage`; default: nothing. */
  readonly gains?: readonly string[] | RegExp
  /** Only you can fix it: the finding says what to do in a comment. */
  readonly byHand?: true
  /** Major versions on which it is a fault; default: all. */
  readonly since?: number
  readonly until?: number
}

/** Something that looks like a fault and is none. */
export interface SoundCase {
  readonly name: string
  readonly given: string
  readonly options?: DiagnoseOptions
  readonly since?: number
}

/** The cases of one lint. */
export interface LintCases {
  /** Who verifies the tokens in the database that is broken; default: the application. */
  readonly verification?: 'database'
  readonly faults: readonly LintCase[]
  readonly sound?: readonly SoundCase[]
}
