// #region controller
import { Body, Controller, Get, NotFoundException, Param, ParseIntPipe, Patch, Post } from '@nestjs/common'
import { MyQueries } from '../auth/my-queries.decorator'
import type { Queries } from '../database/database'
import { NotesService } from './notes.service'

@Controller('notes')
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get()
  all(@MyQueries() queries: Queries) {
    return this.notes.all(queries)
  }

  @Post()
  add(@MyQueries() queries: Queries, @Body('body') body: string) {
    return this.notes.add(queries, body)
  }

  @Patch(':id')
  async change(
    @MyQueries() queries: Queries,
    @Param('id', ParseIntPipe) id: number,
    @Body('body') body: string,
  ) {
    const changed = await this.notes.change(queries, id, body)
    // Somebody else's note and one that does not exist look the same from outside.
    if (changed === undefined) throw new NotFoundException()
    return changed
  }
}
// #endregion controller
