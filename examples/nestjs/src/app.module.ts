// #region module
import { Module } from '@nestjs/common'
import { APP_FILTER, APP_GUARD } from '@nestjs/core'
import { AuthErrorFilter } from './auth/auth-error.filter'
import { PolicyErrorFilter } from './auth/policy-error.filter'
import { SessionGuard } from './auth/session.guard'
import { openVerifier, VERIFIER } from './auth/verifier'
import { DatabaseModule } from './database/database.module'
import { NotesController } from './notes/notes.controller'
import { NotesService } from './notes/notes.service'

@Module({
  imports: [DatabaseModule],
  controllers: [NotesController],
  providers: [
    NotesService,
    { provide: VERIFIER, useFactory: openVerifier },
    { provide: APP_GUARD, useClass: SessionGuard },
    { provide: APP_FILTER, useClass: AuthErrorFilter },
    { provide: APP_FILTER, useClass: PolicyErrorFilter },
  ],
})
export class AppModule {}
// #endregion module
