import { type KitLine, kits } from '../../support/project.js'

const majors = [15, 18] as const

/**
 * With which kit a road is walked on which server. Neither knows of the other, so each of both is walked once in CI, and
 * all pairs with `ROWAUTH_ROADS=all`.
 */
export const runs: readonly { version: (typeof majors)[number]; line: KitLine }[] = majors.flatMap(
  (version, i) =>
    kits.filter((_, k) => k === i || process.env.ROWAUTH_ROADS === 'all').map((line) => ({ version, line })),
)
