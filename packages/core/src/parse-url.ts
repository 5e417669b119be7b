/**
 * The URL that a text is; undefined when it is none. Not by `URL.canParse`, which Node 20 answers wrongly for some
 * texts with characters from U+0080 to U+00FF: `new URL` throws over what it has let through.
 *
 * @param base - for a text that is relative
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}
