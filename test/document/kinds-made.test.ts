// Kinds of files that programs of the system made: archives, programs, signatures, databases (MẪU THỬ NGHIỆM).
import { expect, test } from 'vitest'
import { madeFile, RECIPES } from '../support/made-files.ts'
import { read } from '../support/reading.ts'

const PROGRAMS = new Set(['deb', 'elf', 'class', 'jar', 'pyc'])

test.each(RECIPES)('$kind', { timeout: 90_000 }, async (recipe) => {
  const bytes = madeFile(recipe)
  if (bytes === null) return
  const facts = await read(bytes)
  expect(facts).toMatchObject({ kind: recipe.kind, executable: PROGRAMS.has(recipe.kind), editable: false })
})
