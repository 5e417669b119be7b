export { type ConformanceSubject, conformance } from './conformance.js'
export { type ConformanceOptions, conformanceSql } from './conformance-sql.js'
