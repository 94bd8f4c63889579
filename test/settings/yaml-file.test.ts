// Reading YAML strictly: every mistake is told, with its line, column and key, in both languages.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { formatMistake, readYaml, readYamlFile, SettingsError, sentences, z } from '../../src/settings/yaml-file.ts'

const schema = z.strictObject({
  name: z.string(),
  actions: z.strictObject({ violated: z.enum(['pass', 'tag', 'reject']) }).optional(),
  count: z.int().min(3).max(5).optional(),
  list: z.array(z.strictObject({ word: z.string().refine((w) => w !== 'x', sentences('không x', 'no x')) })).optional(),
  on: z.boolean().optional(),
})

const folder = mkdtempSync(join(tmpdir(), 'congthu-yaml-'))
afterAll(() => rmSync(folder, { recursive: true }))

function mistakesOf(text: string | Buffer): string[] {
  const reading = readYaml(Buffer.from(text as string), 'p/x.yaml', schema)
  expect(reading.value === null).toBe(reading.mistakes.length > 0)
  return reading.mistakes.map(formatMistake)
}

describe('a good file', () => {
  it('gives its value, with or without a byte order mark, LF or CRLF', () => {
    for (const text of ['name: a\nactions:\n  violated: tag\n', '\uFEFFname: a\r\nactions: { violated: tag }\r\n']) {
      expect(readYaml(Buffer.from(text), 'x.yaml', schema).value).toEqual({ name: 'a', actions: { violated: 'tag' } })
    }
  })

  it('keeps words that YAML 1.1 would turn into something else', () => {
    for (const word of ['no', 'yes', '2026-12-31', '12:30:00', "'1.10'"]) {
      const { value } = readYaml(Buffer.from(`name: ${word}`), 'x.yaml', schema)
      expect(value?.name).toBe(word.replaceAll("'", ''))
    }
  })
})

describe('mistakes', () => {
  it('point at the value, say it in Vietnamese and English, and name the near word', () => {
    expect(mistakesOf('name: a\nactions:\n  violated: rejct\n')).toEqual([
      'p/x.yaml:3:13 actions.violated: "rejct" không thuộc: pass, tag, reject; có phải "reject"?' +
        ' / "rejct" is none of: pass, tag, reject; did you mean "reject"?',
    ])
  })

  it('of an unknown key point at that key, however deep', () => {
    const told = mistakesOf(
      'name: a\nactions:\n  violated: tag\n  violatd: tag\nlist:\n  - word: a\n  - word: b\n    wrd: c\n',
    )
    expect(told).toHaveLength(2)
    expect(told[0]).toMatch(/^p\/x\.yaml:4:3 actions\.violatd: .*có phải "violated"\? \/ .*did you mean "violated"\?$/)
    expect(told[1]).toMatch(/^p\/x\.yaml:8:5 list\.1\.wrd: .*did you mean "word"\?$/)
  })

  it('are all listed, in the order of the file', () => {
    const told = mistakesOf('name: 1\ncount: 9\non: maybe\nzzz: 1\nlist: [{ word: x }, { word: x }]\nactions: {}\n')
    expect(told.map((line) => line.split(' ')[0])).toEqual([
      'p/x.yaml:1:7',
      'p/x.yaml:2:8',
      'p/x.yaml:3:5',
      'p/x.yaml:4:1',
      'p/x.yaml:5:16',
      'p/x.yaml:5:29',
      'p/x.yaml:6:1',
    ])
    expect(told[4]).toContain('không x / no x')
    expect(told[6]).toBe('p/x.yaml:6:1 actions.violated: thiếu khoá này / this key is missing')
  })

  it('of numbers where text is wanted say to quote them, as they stand', () => {
    expect(mistakesOf('name: 1.10')[0]).toMatch(/^p\/x\.yaml:1:7 name: .*"1\.10".* \/ write it in quotes: "1\.10"/)
    expect(mistakesOf('name: 7.3')[0]).toContain('write it in quotes: "7.3"')
    expect(mistakesOf('name: true')[0]).toContain('write it in quotes: "true"')
    expect(mistakesOf('name: null')[0]).toContain('write it in quotes: "null"')
    expect(mistakesOf('name: 0017')).toHaveLength(1)
  })

  it('of numbers in octal, hex or with leading zeros are told where a number is wanted', () => {
    for (const number of ['0o4', '0x4', '04', '4e0', '4.0']) {
      expect(mistakesOf(`name: a\ncount: ${number}`)).toEqual([expect.stringMatching(/:2:8 count: .*plain decimal/)])
    }
    expect(mistakesOf('name: a\ncount: 4')).toEqual([])
  })

  it('of ranges and types say what is wanted', () => {
    expect(mistakesOf('name: a\ncount: 9')[0]).toContain('nhiều nhất 5 / at most 5')
    expect(mistakesOf('name: a\ncount: 2')[0]).toContain('ít nhất 3 / at least 3')
    expect(mistakesOf('name: a\ncount: 3.5')[0]).toContain('cần một số nguyên')
    expect(mistakesOf('name: a\nlist: 3')[0]).toContain('a list')
    expect(mistakesOf('- name')[0]).toContain('a group of "key: value" is wanted')
  })
})

describe('what is refused outright', () => {
  it.each([
    ['a duplicate key', 'name: a\ncount: 3\nname: b\n', /:3:1 name: khoá "name" đã có ở dòng 1 \/ .*line 1/],
    ['a deep duplicate key', 'name: a\nlist:\n  - { word: a, word: b }\n', /:3:16 list\.0\.word: /],
    ['an anchor', 'name: &x a\n', /:1:7: .*anchors/],
    ['an alias', 'name: *x\n', /:1:7: .*aliases/],
    ['a list that holds itself', 'list: &x [*x]\n', /:1:7: .*anchors/],
    ['a tag', 'name: !!str 1\n', /:1:7: .*tags/],
    ['a directive', '%YAML 1.1\n---\nname: no\n', /:1:1: .*directives/],
    ['a second document', 'name: a\n---\nname: b\n', /:2:1: .*one YAML document/],
    ['a merge key', '<<: { name: a }\n', /:1:1 <<: .*unknown key/],
    ['a prototype key', 'name: a\n__proto__: { on: true }\n', /:2:1 __proto__: .*unknown key/],
    ['a tab', 'actions:\n\tviolated: tag\n', /:2:\d+: sai cú pháp YAML/],
    ['an open bracket', 'name: [a\n', /sai cú pháp YAML: .* \/ YAML syntax: /],
    ['two colons', 'name: a: b\n', /:1:\d+: sai cú pháp YAML/],
    ['an empty file', '\n# nothing\n', /^p\/x\.yaml: tệp trống \/ the file is empty/],
    ['deep nesting', `name: ${'['.repeat(5000)}`, /nested too deeply/],
  ])('%s', (_what, text, told) => {
    expect(mistakesOf(text).join('\n')).toMatch(told)
  })

  it('bytes that are not UTF-8, at their line', () => {
    expect(mistakesOf(Buffer.from('name: a\n# m\xe2t\n', 'latin1'))).toEqual([
      'p/x.yaml:2:4: tệp không phải mã UTF-8 / the file is not UTF-8',
    ])
  })

  it('a file over 1 MiB, a folder, a file that is not there', () => {
    const large = join(folder, 'large.yaml')
    writeFileSync(large, `name: a\n#${'x'.repeat(1_048_576)}`)
    for (const [file, told] of [
      [large, 'file is over 1 MiB'],
      [folder, 'is not a regular file'],
      [join(folder, 'none.yaml'), 'no such file'],
    ] as const) {
      expect(() => readYamlFile(file, schema)).toThrow(SettingsError)
      expect(() => readYamlFile(file, schema)).toThrow(`${file}: `)
      expect(() => readYamlFile(file, schema)).toThrow(told)
    }
  })

  it('mistakes without end are told up to 200, without a search for each', () => {
    for (const text of [
      'name: a\n'.repeat(120_000),
      Array.from({ length: 80_000 }, (_, at) => `k${at}: 01`).join('\n'),
    ]) {
      expect(mistakesOf(text)).toHaveLength(200)
    }
  })

  it('nothing worse than a mistake comes of any bytes', async () => {
    const { default: fc } = await import('fast-check')
    const pieces = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '\n',
      '  ',
      '&x',
      '*x',
      '!',
      '|',
      '%',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        mistakesOf(parts.join(''))
      }),
      { numRuns: 500, seed: 1713 },
    )
  })
})
