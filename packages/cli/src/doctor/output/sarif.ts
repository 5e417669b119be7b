import { createHash } from 'node:crypto'
import { type Finding, type IgnoredFinding, identity } from '../finding.js'
import type { Level, Lint } from '../lint.js'
import type { Diagnosis } from './diagnosis.js'
import { pageOf } from './page-of.js'

const sarifLevels: Record<Level, string> = { error: 'error', warning: 'warning', info: 'note' }

/**
 * A diagnosis in the Static Analysis Results Interchange Format (SARIF) 2.1.0, an OASIS standard.
 *
 * @param lints - every rule there is
 * @param version - of this program
 */
export function sarifLog({ findings, ignored }: Diagnosis, lints: readonly Lint[], version: string): object {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'rowauth doctor',
            version,
            informationUri: 'https://github.com/rowauth/rowauth',
            rules: lints.map(rule),
          },
        },
        results: [
          ...findings.map((finding) => ({ ...result(finding, lints), suppressions: [] })),
          ...ignored.map((finding) => ({ ...result(finding, lints), suppressions: [suppression(finding)] })),
        ],
      },
    ],
  }
}

function rule({ number, name, level, title, why, remedy }: Lint): object {
  return {
    id: String(number),
    name,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: remedy },
    helpUri: pageOf(number),
    defaultConfiguration: { level: sarifLevels[level] },
  }
}

function suppression({ owner, reason }: IgnoredFinding): object {
  return { kind: 'inSource', justification: `${owner}: ${reason}` }
}

function result(finding: Finding, lints: readonly Lint[]): object {
  const { number, level, object, detail, fix } = finding
  return {
    ruleId: String(number),
    ruleIndex: lints.findIndex((lint) => lint.number === number),
    level: sarifLevels[level],
    message: { text: `${object}: ${detail}\n\n${fix}` },
    locations: [
      {
        // Readers of SARIF want a file: this stands for the object, which is in none.
        physicalLocation: {
          artifactLocation: { uri: `database/${encodeURIComponent(object)}` },
          region: { startLine: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: object, kind: object.split(' ')[0] }],
      },
    ],
    partialFingerprints: { 'finding/v1': createHash('sha256').update(identity(finding)).digest('hex') },
  }
}
