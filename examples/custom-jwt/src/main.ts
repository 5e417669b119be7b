import { start } from './start.js'

const { url, close } = await start(Number(process.env.PORT ?? 3000))

console.log(`Listening on ${url}

  TOKEN=$(curl -s ${url}/login -H 'content-type: application/json' -d '{"email":"alice@acme.example"}' | sed 's/.*:"//;s/".*//')
  curl -s ${url}/api/users -H "authorization: Bearer $TOKEN"

Ctrl+C stops it.`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void close())
}
