// deploy/congthu.yaml, which administrators copy: it loads, says the defaults, and holds every key there is.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { loadConfiguration } from '../../src/settings/configuration.ts'
import { configurationSchema } from '../../src/settings/configuration-schema.ts'
import { readYaml, z } from '../../src/settings/yaml-file.ts'

const EXAMPLE = join(import.meta.dirname, '..', '..', 'deploy', 'congthu.yaml')
const text = readFileSync(EXAMPLE, 'utf8')
/** With the examples of keys without a default switched on. */
const complete = text.replaceAll(/^#(?=[a-z ]+[A-Za-z]*:)(?! [A-Za-z])/gm, '')
const folder = mkdtempSync(join(tmpdir(), 'congthu-example-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Every key of a schema with its groups: `nextHop.timeouts.connect`. */
function keysOf(schema: unknown, above = ''): string[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([key, inner]) => [above + key, ...keysOf(inner, `${above}${key}.`)])
  }
  if (schema instanceof z.ZodArray) return keysOf(schema.element, above)
  if (schema instanceof z.ZodPipe) return [...keysOf(schema.in, above), ...keysOf(schema.out, above)]
  const wraps = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
  return wraps ? keysOf(schema.unwrap(), above) : []
}

/** Every key that stands in a value read from the file. */
function keysIn(value: unknown, above = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysIn(item, above))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [above + key, ...keysIn(inner, `${above}${key}.`)])
}

it('loads, and is the same as no file at all', () => {
  const copy = join(folder, 'congthu.yaml')
  writeFileSync(copy, text)
  const { audit, ...others } = loadConfiguration(copy)
  const { audit: usual, ...defaults } = loadConfiguration(null)
  expect(others).toEqual(defaults)
  expect(basename(audit)).toBe(usual)
})

it('holds every key: the examples switched on are right too', () => {
  const everything = readYaml(Buffer.from(complete), 'congthu.yaml', z.record(z.string(), z.unknown()))
  expect(everything.mistakes).toEqual([])
  const keys = keysOf(configurationSchema)
  expect(keys.length).toBeGreaterThan(40)
  const missing = new Set(keys).difference(new Set(keysIn(everything.value)))
  expect([...missing]).toEqual(['metrics.host', 'metrics.port']) // written as one: HOST:PORT
  expect(readYaml(Buffer.from(complete), 'congthu.yaml', configurationSchema).mistakes).toEqual([])
})
