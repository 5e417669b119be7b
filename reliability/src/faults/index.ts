import { backendFaults } from './backend-faults.js'
import { connectionFaults } from './connection-faults.js'
import type { Fault } from './fault.js'
import { keyFaults } from './key-faults.js'
import { limitFaults } from './limit-faults.js'
import { migrationFaults } from './migration-faults.js'
import { replicaFaults } from './replica-faults.js'
import { serverFaults } from './server-faults.js'
import { statementFaults } from './statement-faults.js'

export const faults: readonly Fault[] = [
  ...statementFaults,
  ...backendFaults,
  ...connectionFaults,
  ...serverFaults,
  ...limitFaults,
  ...replicaFaults,
  ...migrationFaults,
  ...keyFaults,
]
