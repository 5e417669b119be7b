import type { ServerResponse } from 'node:http'

const allowedHeaders = [
  'Authorization',
  'Neon-Connection-String',
  'Neon-Raw-Text-Output',
  'Neon-Array-Mode',
  'Neon-Pool-Opt-In',
  'Neon-Batch-Read-Only',
  'Neon-Batch-Isolation-Level',
  'Neon-Batch-Deferrable',
]

/** Answers `OPTIONS /sql`, which browsers ask before they send a page's request. */
export function answerPreflight(response: ServerResponse): void {
  response.writeHead(200, {
    Allow: 'OPTIONS, POST',
    'Access-Control-Allow-Headers': allowedHeaders.join(', '),
    'Access-Control-Max-Age': '86400',
  })
  response.end()
}
