import { settings } from './settings'

/** Ends the process where the environment is not in order; Next.js itself would go on and fail at each request. */
export function checkSettings(): void {
  try {
    settings()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
