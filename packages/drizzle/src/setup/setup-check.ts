import { AuthError, type AuthSession, anonymousSession } from '@rowauth/core'
import { deriveSession, sessionSettings, sharedByCopies } from '@rowauth/core/internal'
import type { PgDriver } from '../handle/drizzle-internals.js'
import type { SettledRoles } from '../identity/role-options.js'
import { setupCheckSql } from './generated.js'
import { type Finding, setupWarning } from './setup-warning.js'
import type { SettledCall } from './watched-driver.js'

/** How often the catalogs are asked at most: the roles of calls may take turns at tables with a finding. */
const maxChecks = 5

/** Beyond this the check says nothing: it is to keep no process from ending. */
const timeout = '10s'

const checks = /* @__PURE__ */ sharedByCopies('setup checks 1', () => new WeakMap<object, SetupCheck>())
const warned = /* @__PURE__ */ sharedByCopies('setup warnings 1', () => new Set<string>())

/** The check of a client: one for all databases over it, however often `withAuth` is called. */
export function setupCheckOf(
  client: object,
  driver: PgDriver,
  roles: SettledRoles,
  hasLogin: boolean,
): SetupCheck {
  let check = checks.get(client)
  if (check === undefined) {
    check = new SetupCheck(driver, roles, hasLogin)
    checks.set(client, check)
  }
  return check
}

/** Asks the catalogs once, after the first call, and again only when a table is queried that had a finding then. */
export class SetupCheck {
  readonly #driver: PgDriver
  readonly #roles: SettledRoles
  readonly #hasLogin: boolean
  #state: 'to do' | 'running' | 'done' = 'to do'
  #checks = 0
  /** It has failed after a call that had failed, too: the next one that succeeds is worth another try. */
  #failed = false
  /** What was named by calls that the findings are not known for. */
  #names = new Set<string>()
  /** Tables with a finding that nobody has queried. */
  #suspects: readonly Finding[] = []

  constructor(driver: PgDriver, roles: SettledRoles, hasLogin: boolean) {
    this.#driver = driver
    this.#roles = roles
    this.#hasLogin = hasLogin
  }

  /** No call can change anything any more. */
  get isDone(): boolean {
    return this.#state === 'done' && this.#suspects.length === 0
  }

  /** @returns whether the catalogs are being asked now */
  callIsOver({ session, names, failure }: SettledCall): boolean {
    if (this.#state === 'done') {
      if (!this.#suspects.some((finding) => isNamed(finding, names))) return false
      this.#state = 'to do'
    }
    for (const name of names) this.#names.add(name)
    if (this.#state === 'running') return false
    if (failure !== undefined && (this.#failed || !isServers(failure))) return false
    void this.#run(session, failure !== undefined)
    return true
  }

  async #run(session: AuthSession, hasFailed: boolean): Promise<void> {
    this.#state = 'running'
    this.#checks += 1
    this.#suspects = []
    try {
      const findings = await this.#ask(session)
      for (const finding of findings) if (isNamed(finding, this.#names)) warn(finding)
      if (this.#checks < maxChecks) this.#suspects = findings.filter((finding) => !warned.has(keyOf(finding)))
      this.#state = 'done'
    } catch {
      // The pool was ended, the connection is gone, the role cannot be taken: whose call that is hears of it.
      this.#state = hasFailed ? 'to do' : 'done'
      this.#failed = true
    }
    this.#names = new Set()
  }

  /** As nobody under the role of the call. */
  async #ask(session: AuthSession): Promise<readonly Finding[]> {
    const { authenticated, anonymous } = this.#roles
    const { role = authenticated } = session
    const settings = { ...sessionSettings(session), statement_timeout: timeout }
    const nobody = deriveSession(anonymousSession, { role, settings })
    const input = { role, roles: [authenticated, anonymous], login: this.#hasLogin }
    const result: unknown = await this.#driver.query(nobody, {
      text: setupCheckSql,
      values: [JSON.stringify(input)],
    })
    // postgres.js gives the list of rows itself.
    return (Array.isArray(result) ? result : (result as { rows: unknown }).rows) as Finding[]
  }
}

function isServers(failure: unknown): boolean {
  return failure instanceof Error && !(failure instanceof AuthError) && 'severity' in failure
}

function isNamed({ relation, schema }: Finding, names: ReadonlySet<string>): boolean {
  return relation === null || (names.has(relation) && (schema === null || names.has(schema)))
}

/** Equal for what is to be said once. */
function keyOf(finding: Finding): string {
  return `${finding.database}: ${setupWarning(finding)}`
}

function warn(finding: Finding): void {
  const key = keyOf(finding)
  if (warned.has(key)) return
  warned.add(key)
  process.emitWarning(setupWarning(finding), { type: 'RowauthWarning', code: 'ROWAUTH_SETUP' })
}
