import { smallerDefinition } from '../language/smaller-definition.js'
import { without, withSmaller } from '../shrink.js'
import type { Game } from './game.js'

/** A game with one part left out, in every way. */
export function* smallerGame(game: Game): Generator<Game> {
  for (const turns of without(game.turns)) yield { ...game, turns }
  for (const definitions of without(game.definitions)) yield { ...game, definitions }
  for (const ofMembers of without(game.ofMembers)) yield { ...game, ofMembers }
  const turns = withSmaller(game.turns, function* (turn) {
    for (const commands of without(turn.commands)) yield { ...turn, commands }
  })
  for (const fewer of turns) yield { ...game, turns: fewer }
  for (const rows of without(game.rows)) if (rows.length > 0) yield { ...game, rows }
  for (const members of without(game.members)) yield { ...game, members }
  for (const definitions of withSmaller(game.definitions, smallerDefinition)) yield { ...game, definitions }
  for (const ofMembers of withSmaller(game.ofMembers, smallerDefinition)) yield { ...game, ofMembers }
}
