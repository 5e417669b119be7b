import type { DoctorClient } from '../doctor/doctor-client.js'
import { type Finding, identity } from '../doctor/finding.js'
import type { Subject } from '../doctor/options.js'
import { splitStatements } from '../sql-text/split-statements.js'
import type { ComposedFixes } from './composed-fixes.js'
import { fixOrder } from './fix-order.js'
import { look } from './look.js'
import { hasSql, isIndex, RecordedFixes } from './recorded-fixes.js'
import { insufficientPrivilege, tryStatements } from './try-statements.js'

/** Fixes that go round in a circle are a fault of ours; nobody is to wait for them. */
const maxRounds = 100

/** What has come of trying every fix. */
export interface Rehearsal extends Omit<ComposedFixes, 'statements'> {
  readonly recorded: RecordedFixes
}

/** Applies one lint's fixes after the other in the transaction that the client is in, until none is left. */
export async function rehearse(client: DoctorClient, subject: Subject): Promise<Rehearsal> {
  const recorded = new RecordedFixes()
  const applied = new Map<string, Finding>()
  const denied = new Set<string>()
  let refused = new Set<string>()
  for (let round = 0; ; round += 1) {
    const findings = await look(client, subject)
    // What is found again with the same fix is not ended by doing the same again, though perhaps by another fix.
    const isDone = (finding: Finding) =>
      !hasSql(finding) || [applied, denied, refused].some((keys) => keys.has(fixKey(finding)))
    const areThere = ({ fix }: Finding) => splitStatements(fix).every((index) => recorded.hasIndex(index))
    const pending = findings.filter(
      (finding) => !isDone(finding) && !(onlyIndexes(finding) && areThere(finding)),
    )
    if (pending.length === 0 || round === maxRounds) {
      const left = findings.filter((finding) => !onlyIndexes(finding) || denied.has(fixKey(finding)))
      const vain = new Set(left.map(fixKey))
      recorded.remove((finding) => vain.has(fixKey(finding)))
      const names = new Set(left.map(identity))
      return {
        recorded,
        settled: distinct([...applied.values()].filter((finding) => !names.has(identity(finding)))),
        undecided: left.filter((finding) => !denied.has(fixKey(finding))),
        denied: left.filter((finding) => denied.has(fixKey(finding))),
      }
    }
    let isUntouched = true
    for (const finding of nextOf(pending)) {
      const refusal = await tryStatements(client, splitStatements(finding.fix))
      if (refusal === undefined) {
        recorded.add(finding)
        applied.set(fixKey(finding), finding)
        isUntouched = false
        // What the database refused may have had to wait for this one.
        refused = new Set()
      } else if (refusal === insufficientPrivilege) {
        denied.add(fixKey(finding))
      } else if (isUntouched) {
        refused.add(fixKey(finding))
      }
      // Otherwise one before it in this round has changed what it is about: the next round finds what it is now.
    }
  }
}

/** The findings of the lint that comes first. */
function nextOf(pending: readonly Finding[]): Finding[] {
  const first = pending.reduce(
    (best, { number }) => (precedes(number, best) ? number : best),
    pending[0]?.number ?? 0,
  )
  return pending.filter(({ number }) => number === first)
}

function precedes(one: number, other: number): boolean {
  return fixOrder(one) - fixOrder(other) < 0 || (fixOrder(one) === fixOrder(other) && one < other)
}

function onlyIndexes({ fix }: Finding): boolean {
  const statements = splitStatements(fix)
  return statements.length > 0 && statements.every(isIndex)
}

/** The same finding with another fix is another matter: what it is about has changed. */
function fixKey(finding: Finding): string {
  return `${identity(finding)} ${finding.fix}`
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [identity(finding), finding])).values()]
}
