import { describe } from 'vitest'
import { databasesBehave } from './support/databases-behave.js'

describe.each([15, 18] as const)('on PostgreSQL %i', databasesBehave)
