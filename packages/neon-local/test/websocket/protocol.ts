export function int32(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length)
  numbers.forEach((number, index) => {
    bytes.writeInt32BE(number, 4 * index)
  })
  return bytes
}

/** A message of the PostgreSQL protocol; the first one has no type. */
export function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type, 'latin1'), int32(body.length + 4), body])
}

export function startup(parameters: Readonly<Record<string, string>>, version = 196_608): Buffer {
  const texts = Object.entries(parameters).map(([name, value]) => `${name}\0${value}\0`)
  return message('', Buffer.concat([int32(version), Buffer.from(`${texts.join('')}\0`)]))
}

export const request = (code: number, rest: Buffer = Buffer.alloc(0)) =>
  message('', Buffer.concat([int32(code), rest]))
export const sslRequest = request(80_877_103)
export const cancelRequest = (key: Buffer) => request(80_877_102, key)
export const password = (text: string) => message('p', Buffer.from(`${text}\0`))
export const query = (text: string) => message('Q', Buffer.from(`${text}\0`))

/** A message as it came. */
export interface Message {
  readonly type: string
  readonly body: Buffer
}

/** The fields of an ErrorResponse by their letters. */
export function errorFields({ body }: Message): Record<string, string> {
  const fields = body.toString().split('\0').filter(Boolean)
  return Object.fromEntries(fields.map((field) => [field[0], field.slice(1)]))
}

/** The first column of a DataRow, as text. */
export function firstColumn({ body }: Message): string {
  return body.toString('utf8', 6, 6 + body.readInt32BE(2))
}
