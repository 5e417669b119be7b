/** Where nothing tells how wide a line may be. */
const widthOfPipes = 100

/** Divides a text into lines at its spaces, each behind an indentation. A longer word has a line of its own. */
export function wrap(text: string, columns: number | undefined, indentation: string): string[] {
  const width = Math.max(20, (columns ?? widthOfPipes) - indentation.length)
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map((line) => `${indentation}${line}`)
}
