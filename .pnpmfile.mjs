/** Conditional exports or imports without the condition `source`: a bundler that knows it would load TypeScript. */
function withoutSource(target) {
  if (typeof target !== 'object' || target === null) return target
  if (Array.isArray(target)) return target.map(withoutSource)
  const others = Object.entries(target).filter(([condition]) => condition !== 'source')
  return Object.fromEntries(others.map(([condition, chosen]) => [condition, withoutSource(chosen)]))
}

export const hooks = {
  /** Only the workspace resolves packages to their sources; what is packed or published has none of it. */
  beforePacking(manifest) {
    const changed = Object.keys(manifest).filter((field) => field === 'exports' || field === 'imports')
    for (const field of changed) manifest[field] = withoutSource(manifest[field])
    return manifest
  },
}
