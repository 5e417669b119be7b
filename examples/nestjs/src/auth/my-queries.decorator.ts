// #region decorator
import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { Queries } from '../database/database'
import type { AuthRequest } from './session.guard'

/** The handle of who sends the request, as a parameter of a controller's method. */
export const MyQueries = createParamDecorator((_: unknown, context: ExecutionContext): Queries => {
  const { queries } = context.switchToHttp().getRequest<AuthRequest>()
  if (queries === undefined) throw new Error('SessionGuard has not run before this handler.')
  return queries
})
// #endregion decorator
