import { describe, expect, it } from 'vitest'
import { MessageSplitter } from '../../src/proxy/message-splitter.js'

function typed(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const stream = Buffer.concat([
  typed('S', Buffer.alloc(0)),
  typed('Q', Buffer.from('select 1\0')),
  typed('D', Buffer.alloc(300, 7)),
  typed('Z', Buffer.from('I')),
])

function split(chunks: Buffer[]): [string, number][] {
  const splitter = new MessageSplitter({ typed: true })
  return chunks.flatMap((chunk) => [...splitter.push(chunk)].map(({ type, body }) => [type, body.length]))
}

const expected = [
  ['S', 0],
  ['Q', 9],
  ['D', 300],
  ['Z', 1],
]

describe('MessageSplitter', () => {
  it('cuts several messages out of one chunk', () => {
    expect(split([stream])).toEqual(expected)
  })

  it('joins messages whose bytes come one by one', () => {
    expect(split(Array.from(stream, (byte) => Buffer.from([byte])))).toEqual(expected)
  })

  it('gives the same messages wherever a chunk ends', () => {
    for (let at = 1; at < stream.length; at += 1) {
      expect(split([stream.subarray(0, at), stream.subarray(at)])).toEqual(expected)
    }
  })

  it('yields a message as soon as it is complete', () => {
    const splitter = new MessageSplitter({ typed: true })
    expect([...splitter.push(stream.subarray(0, 4))]).toEqual([])
    expect([...splitter.push(stream.subarray(4, 6))].map(({ type }) => type)).toEqual(['S'])
  })

  it('changes from untyped to typed between two messages of one chunk', () => {
    const splitter = new MessageSplitter({ typed: false })
    const opening = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0])
    const types: string[] = []
    for (const message of splitter.push(Buffer.concat([opening, stream]))) {
      types.push(message.type)
      splitter.typed = true
    }
    expect(types).toEqual(['', 'S', 'Q', 'D', 'Z'])
  })

  it('refuses a length that cannot be', () => {
    const splitter = new MessageSplitter({ typed: true })
    expect(() => [...splitter.push(Buffer.from([0x51, 0, 0, 0, 3]))]).toThrow(RangeError)
  })
})
