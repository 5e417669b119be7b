export { type ConformanceSubject, conformance } from './conformance.js'
export { forgedSession, type MakeSession, makeSession } from './conformance-sessions.js'
export { type ConformanceOptions, conformanceSql } from './conformance-sql.js'
