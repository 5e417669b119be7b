import { buildIfStale } from '../../scripts/run-next.mjs'

/** The tests drive the production build. */
export default buildIfStale
