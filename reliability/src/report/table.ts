/** A Markdown table: columns of numbers to the right, others to the left. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows]
  const widths = headings.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const numeric = headings.map((_, column) => rows.every((row) => /^[\d.]*$/.test(row[column] ?? '')))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (numeric[at] ? (cells[at] ?? '').padStart(width) : (cells[at] ?? '').padEnd(width))).join(' | ')} |`
  const rule = widths.map((width, at) => (numeric[at] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [line(headings), line(rule), ...rows.map(line)].join('\n')
}
