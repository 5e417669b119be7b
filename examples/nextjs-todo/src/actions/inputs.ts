import { z } from 'zod'

// What actions accept. Anybody can call an action with anything.

/** A line of text with something to see; PostgreSQL has no place for NUL. */
const line = (longest: number, missing: string) =>
  z
    .string(missing)
    .trim()
    .max(longest, `Use ${longest} characters at most.`)
    .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, missing)
    .regex(/^\P{Cc}*$/u, 'Leave out what cannot be printed.')

export const id = z.uuid('That is not something of this application.')

export const title = line(200, 'Say what is to be done.')

export const listName = line(80, 'Give the list a name.')

export const email = z.email('Enter an e-mail address, such as ada@example.com.').max(254).toLowerCase()

export const password = z
  .string()
  .min(10, 'Use at least 10 characters.')
  .max(200, 'Use 200 characters at most.')

export const personName = line(80, 'Tell us your name.')

export const guestRole = z.enum(['editor', 'viewer'])
