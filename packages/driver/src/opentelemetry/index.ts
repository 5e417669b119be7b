export { type QuerySpansOptions, querySpans } from './query-spans.js'
