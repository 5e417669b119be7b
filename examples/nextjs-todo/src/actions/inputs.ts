import { z } from 'zod'

/** What actions accept. Anybody can call an action with anything. */
export const id = z.uuid('That is not something of this application.')

export const title = z
  .string()
  .trim()
  .min(1, 'Say what is to be done.')
  .max(200, 'Keep it below 200 characters.')

export const listName = z
  .string()
  .trim()
  .min(1, 'Give the list a name.')
  .max(80, 'Keep it below 80 characters.')

export const email = z.email('Enter an e-mail address, such as ada@example.com.').max(254).toLowerCase()

export const password = z
  .string()
  .min(10, 'Use at least 10 characters.')
  .max(200, 'Keep it below 200 characters.')

export const personName = z
  .string()
  .trim()
  .min(1, 'Tell us your name.')
  .max(80, 'Keep it below 80 characters.')

export const guestRole = z.enum(['editor', 'viewer'])
