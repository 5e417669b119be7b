import { styleText } from 'node:util'

/** Marks up text where the terminal shows it; leaves it alone elsewhere. */
export interface Style {
  good(text: string): string
  bad(text: string): string
  warning(text: string): string
  strong(text: string): string
  faint(text: string): string
}

/** The styles of a terminal with or without colours. */
export function createStyle(colors: boolean): Style {
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    colors ? styleText(format, text, { validateStream: false }) : text
  return {
    good: paint('green'),
    bad: paint('red'),
    warning: paint('yellow'),
    strong: paint('bold'),
    faint: paint('dim'),
  }
}
