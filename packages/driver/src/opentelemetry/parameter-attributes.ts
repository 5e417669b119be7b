import type { Attributes, AttributeValue } from '@opentelemetry/api'

function attributeValue(value: unknown): AttributeValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Date && !Number.isNaN(value.valueOf())) return value.toISOString()
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`
  try {
    return (typeof value === 'object' ? JSON.stringify(value) : undefined) ?? String(value)
  } catch {
    return 'not to be shown'
  }
}

/** The parameters of a single statement. Those of a batch would not say which statement they belong to. */
export function parameterAttributes(parameters: readonly (readonly unknown[])[]): Attributes {
  if (parameters.length !== 1) return {}
  const entries = (parameters[0] ?? []).map((value, index) => [
    `db.query.parameter.${index}`,
    attributeValue(value),
  ])
  return Object.fromEntries(entries) as Attributes
}
