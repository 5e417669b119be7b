// #region filter
import { type ArgumentsHost, Catch } from '@nestjs/common'
import { BaseExceptionFilter } from '@nestjs/core'
import { DrizzleQueryError } from 'drizzle-orm'
import type { Response } from 'express'

/** Says 403 for what a policy or a missing grant refuses; other errors of the database stay what they are. */
@Catch(DrizzleQueryError)
export class PolicyErrorFilter extends BaseExceptionFilter<DrizzleQueryError> {
  override catch(error: DrizzleQueryError, host: ArgumentsHost): void {
    const { code } = error.cause as { code?: string }
    if (code === '42501') {
      host.switchToHttp().getResponse<Response>().status(403).json({ message: 'Forbidden' })
    } else {
      super.catch(error, host)
    }
  }
}
// #endregion filter
