// Loaded into drizzle-kit: answers each question whether something was created or renamed with the first "renamed".
process.stdin.isTTY = true
process.stdout.isTTY = true
process.stdout.columns = 200
process.stdin.setRawMode = () => process.stdin
const write = process.stdout.write.bind(process.stdout)
let isAsked = false
process.stdout.write = (text, ...rest) => {
  if (!isAsked && /created or renamed/.test(String(text))) {
    isAsked = true
    setTimeout(() => {
      process.stdin.emit('keypress', '', { name: 'down' })
      process.stdin.emit('keypress', '', { name: 'return' })
      isAsked = false
    }, 50)
  }
  return write(text, ...rest)
}
