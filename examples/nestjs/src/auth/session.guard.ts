// #region guard
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common'
import { anonymousSession, bearerToken, type Verifier } from '@rowauth/core'
import type { Request } from 'express'
import { DATABASE, type Database, type Queries } from '../database/database'
import { VERIFIER } from './verifier'

/** A request whose token was verified, with the handle of its user. */
export type AuthRequest = Request & { queries?: Queries }

/** Runs before every handler: a bad token ends the request, none makes a visitor of its sender. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    @Inject(VERIFIER) private readonly verifier: Verifier,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthRequest>()
    const token = bearerToken(request.headers.authorization ?? null)
    const session = token === null ? anonymousSession : await this.verifier.verify(token)
    request.queries = this.database.$withAuth(session)
    return true
  }
}
// #endregion guard
