/** What the process ends with: done; refused, failed or something was found; called wrongly. */
export type ExitCode = 0 | 1 | 2
