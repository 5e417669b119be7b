import { createHash } from 'node:crypto'

const hash = (name: string, message: Buffer) => createHash(name).update(message).digest()

/** DER of DigestInfo up to the hash: RFC 8017, section 9.2, note 1. */
const digestInfo = {
  sha1: '3021300906052b0e03021a05000414',
  sha224: '302d300d06096086480165030402040500041c',
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
}

/** Encoded messages like those of EMSA-PKCS1-v1_5 with SHA-256, of which the first one alone is right. */
export function pkcs1Variants(message: Buffer, length: number): [name: string, encoded: Buffer][] {
  const sha256 = hash('sha256', message)
  const frame = (info: Buffer, { start = '0001', fill = 'ff', end = '00', after = '' } = {}) => {
    const rest = length - Buffer.from(start + end + after, 'hex').length - info.length
    return Buffer.from(start + fill.repeat(rest) + end + info.toString('hex') + after, 'hex')
  }
  const info = (prefix: string, digest = sha256) => Buffer.concat([Buffer.from(prefix, 'hex'), digest])
  const right = info(digestInfo.sha256)
  const shifted = Buffer.concat([
    Buffer.from('0001ffffffffffffffff00', 'hex'),
    right,
    Buffer.alloc(length, 0xa5),
  ])
  const shortFill = frame(right)
  shortFill[10] = 0xfe
  const zeroInFill = frame(right)
  zeroInFill[12] = 0
  return [
    ['as it has to be', frame(right)],
    ['another message', frame(info(digestInfo.sha256, hash('sha256', Buffer.from('another message'))))],
    ['no NULL in DigestInfo', frame(info('302f300b0609608648016503040201' + '0420'))],
    ['no parameters and their length kept', frame(info('3031300d0609608648016503040201' + '0420'))],
    ['other parameters than NULL', frame(info('3031300d060960864801650304020104000420'))],
    ['NULL of one byte', frame(info('3032300e06096086480165030402010501000420'))],
    ['NULL with a long length', frame(info('3032300e06096086480165030402010581000420'))],
    ['a long length of the sequence', frame(info('308131300d060960864801650304020105000420'))],
    ['a long length of the hash', frame(info('3032300d06096086480165030402010500048120'))],
    [
      'an indefinite length',
      frame(Buffer.concat([info('3080300d060960864801650304020105000420'), Buffer.alloc(2)])),
    ],
    ['something after the NULL', frame(info('3033300f0609608648016503040201050005000420'))],
    [
      'something after the hash within the sequence',
      frame(Buffer.concat([info('3033300d060960864801650304020105000420'), Buffer.from('0500', 'hex')])),
    ],
    ['something after the sequence', frame(right, { after: '0500' })],
    ['zeros after the sequence', frame(right, { after: '00'.repeat(40) })],
    ['the hash alone', frame(sha256)],
    ['the hash as OCTET STRING', frame(info('0420'))],
    [
      'the hash without its last byte',
      frame(info('3030300d06096086480165030402010500041f', sha256.subarray(0, 31))),
    ],
    ['SHA-1', frame(info(digestInfo.sha1, hash('sha1', message)))],
    ['SHA-224', frame(info(digestInfo.sha224, hash('sha224', message)))],
    ['SHA-384', frame(info(digestInfo.sha384, hash('sha384', message)))],
    ['SHA-512', frame(info(digestInfo.sha512, hash('sha512', message)))],
    ['the identifier of SHA-512 for SHA-256', frame(info('3031300d060960864801650304020305000420'))],
    [
      'the identifier of SHA-256 for SHA-512',
      frame(info('3051300d060960864801650304020105000440', hash('sha512', message))),
    ],
    ['an unknown identifier', frame(info('3031300d060960864801650304020f05000420'))],
    ['block type 0', frame(right, { start: '0000', fill: '00' })],
    ['block type 0 with ff', frame(right, { start: '0000' })],
    ['block type 2', frame(right, { start: '0002' })],
    ['a first byte of 1', frame(right, { start: '0101' })],
    ['no first byte', frame(right, { start: '01' })],
    ['other fill bytes', frame(right, { fill: '11' })],
    ['one fill byte with a bit less', shortFill],
    ['a zero in the fill bytes', zeroInFill],
    ['a separator of ff', frame(right, { end: 'ff' })],
    ['a separator of 01', frame(right, { end: '01' })],
    ['two separators', frame(right, { end: '0000' })],
    ['no separator', frame(right, { end: '' })],
    ['eight fill bytes and rubbish behind', shifted.subarray(0, length)],
    [
      'no fill bytes and rubbish behind',
      Buffer.concat([Buffer.from('000100', 'hex'), right, Buffer.alloc(length, 0xa5)]).subarray(0, length),
    ],
    ['zeros', Buffer.alloc(length)],
    ['one', Buffer.from([1])],
  ]
}
