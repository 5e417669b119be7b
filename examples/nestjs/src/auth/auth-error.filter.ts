// #region filter
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common'
import { AuthError } from '@rowauth/core'
import type { Response } from 'express'

/** Answers with the status of the error. Its JSON form holds no token and no claim. */
@Catch(AuthError)
export class AuthErrorFilter implements ExceptionFilter<AuthError> {
  catch(error: AuthError, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(error.status).json(error)
  }
}
// #endregion filter
