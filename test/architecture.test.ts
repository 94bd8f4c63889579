// House test: who may import whom, each npm package in one folder, and the shape of the files.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '..', 'src')

/** Rooms of the house, from the ground up, and the rooms that each may import besides itself. */
const MAY_IMPORT: Record<string, string[]> = {
  verdict: [],
  'gate-problems': [],
  'text-facts': ['verdict'],
  facts: ['verdict', 'gate-problems', 'text-facts'],
  settings: [],
  language: ['facts', 'verdict'],
  signature: ['facts', 'verdict', 'language'],
  document: ['facts', 'verdict', 'language', 'signature'],
  message: ['facts', 'verdict', 'language', 'signature', 'document'],
  inspect: ['facts', 'verdict', 'message', 'document'],
  rules: ['facts', 'verdict'],
  policy: ['facts', 'verdict', 'rules', 'settings', 'language'],
  audit: ['facts', 'verdict'],
  check: ['facts', 'verdict', 'inspect', 'rules', 'policy'],
  explain: ['facts', 'verdict', 'rules', 'language', 'message'],
  smtp: ['facts', 'verdict', 'settings'],
  metrics: ['facts', 'verdict', 'rules', 'smtp'],
}
/** Rooms on top that put the others together. */
const TOP = ['gateway', 'demo', 'commands', 'cli', 'main', 'log']

interface Import {
  file: string
  room: string
  target: string
}

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
}

function roomOf(file: string): string {
  return file.split('/')[0]!.replace(/(\.d)?\.ts$/, '')
}

function importsOf(file: string, text: string): Import[] {
  const specifiers = [...text.matchAll(/^(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]/gm)].map(
    (match) => match[1]!,
  )
  const others = [...text.matchAll(/^import\s+['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm)].map(
    (m) => (m[1] ?? m[2])!,
  )
  return [...specifiers, ...others].map((target) => ({ file, room: roomOf(file), target }))
}

const files = sourceFiles().map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }))
const imports = files.flatMap(({ file, text }) => importsOf(file, text))

function forbidden({ file, room, target }: Import): string | null {
  if (!target.startsWith('.')) return null
  const to = roomOf(relative(SRC, join(SRC, dirname(file), target)))
  if (to === room || TOP.includes(room)) return null
  return MAY_IMPORT[room]?.includes(to) ? null : `${file} imports ${target}: ${room} may not import ${to}`
}

describe('architecture', () => {
  test('every room is known', () => {
    const rooms = new Set(files.map(({ file }) => roomOf(file)))
    expect([...rooms].filter((room) => !(room in MAY_IMPORT) && !TOP.includes(room))).toEqual([])
  })

  test('imports go down the house only', () => {
    expect(imports.length).toBeGreaterThan(100)
    expect(imports.map(forbidden).filter((problem) => problem !== null)).toEqual([])
  })

  test('a wrong import would be seen', () => {
    const [wrong] = importsOf('rules/art3-sender-address.ts', "import { readFileSync } from '../smtp/relay.ts'")
    expect(forbidden(wrong!)).toContain('rules may not import smtp')
  })

  test('rules are pure: no Node module, no package', () => {
    expect(imports.filter(({ room, target }) => room === 'rules' && !target.startsWith('.'))).toEqual([])
    const impure = files.filter(
      ({ file, text }) => roomOf(file) === 'rules' && /\bDate\.now\(|new Date\(\)|console\./.test(text),
    )
    expect(impure.map(({ file }) => file)).toEqual([])
  })

  test('each npm package is imported in one folder', () => {
    const folders = new Map<string, Set<string>>()
    for (const { file, target } of imports) {
      if (target.startsWith('.') || target.startsWith('node:')) continue
      const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0]!
      folders.set(name, (folders.get(name) ?? new Set()).add(dirname(file)))
    }
    const scattered = [...folders].filter(([, where]) => where.size > 1).map(([name, where]) => [name, [...where]])
    expect(scattered).toEqual([])
    const manifest = JSON.parse(readFileSync(join(SRC, '..', 'package.json'), 'utf8'))
    expect([...folders.keys()].sort()).toEqual(Object.keys(manifest.dependencies).sort())
  })

  test('every file says in its first line what it is for, and is short', () => {
    const wrong = files.filter(({ text }) => !/^\/\/ \S.{15,}/.test(text) || text.split('\n').length > 301)
    expect(wrong.map(({ file }) => file)).toEqual([])
  })
})
