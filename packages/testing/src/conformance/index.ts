export { type ConformanceSubject, conformance } from './conformance.js'
export { conformanceSql } from './conformance-sql.js'
