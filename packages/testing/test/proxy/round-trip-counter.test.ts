import { describe, expect, it } from 'vitest'
import { RoundTripCounter } from '../../src/proxy/round-trip-counter.js'

/** Plays a conversation: `>` before what the client sends, `<` before what the server answers. */
function count(conversation: string): number {
  const counter = new RoundTripCounter()
  let trips = 0
  for (const part of conversation.split(' ')) {
    const [direction, ...types] = part
    for (const type of types) {
      if (direction === '<') counter.received(type)
      else if (counter.sent(type)) trips += 1
    }
  }
  return trips
}

describe('RoundTripCounter', () => {
  it.each([
    ['a simple query', '>Q <TDCZ', 1],
    ['an extended query', '>PBDES <12TDCZ', 1],
    ['an extended query that fails', '>PBDES <1EZ', 1],
    ['two statements before one Sync', '>PBEPBES <12DC12DCZ', 1],
    ['messages without a Sync', '>PBE', 0],
    ['queries one after another', '>Q <CZ >PBES <12CZ >Q <CZ', 3],
    ['Syncs sent before the first answer', '>PBESPBES <12CZ12CZ', 1],
    ['a Sync sent while one is outstanding', '>PBESPBES <12CZ >PBES <12CZ12CZ', 1],
    ['a query after all are answered', '>PBESPBES <12CZ12CZ >Q <CZ', 2],
    ['a Flush, then a Sync once it is answered', '>PDH <1tT >BES <2DCZ', 2],
    ['a Flush and a Sync sent together', '>PDHBES <1tT2DCZ', 1],
    ['pages read with Flush', '>PBEH <12DDs >EH <DDs >ES <DCZ', 3],
    ['COPY in by a simple query', '>Q <G >ddc <CZ', 2],
    ['COPY in by an extended query, whose first Sync is skipped', '>PBES <12G >ddcS <CZ >Q <CZ', 3],
    ['COPY out', '>Q <HddcCZ', 1],
    ['notices and notifications during the wait', '>Q <NAS >Q <CZCZ', 1],
    ['a notification between queries', '>Q <CZ <A >Q <CZ', 2],
    ['a function call', '>F <VZ', 1],
    ['Terminate', '>X', 0],
  ])('%s', (_name, conversation, expected) => {
    expect(count(conversation)).toBe(expected)
  })
})
