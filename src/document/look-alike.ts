// Cyrillic and Greek letters that look like Latin ones (Unicode TR 39), to see through imitated file name extensions.

const LOOK_ALIKE = new Map<string, string>(
  (
    'аa бb вb гr дd еe ѕs іi їi јj кk мm нh оo рp сc тt уy хx һh ԁd ѵv ԝw ԛq ь6 зz пn лn ' +
    'αa βb γy εe ζz ηn ιi κk μu νv οo ρp σo τt υu χx ωw ϲc ϳj'
  )
    .split(' ')
    .map((pair) => [pair[0]!, pair[1]!]),
)

/** The word with look-alike letters replaced by Latin ones; the word itself when it has none. */
export function latinSkeleton(word: string): string {
  let out = ''
  for (const character of word.toLowerCase()) out += LOOK_ALIKE.get(character) ?? character
  return out
}

/** True when Latin letters stand beside Cyrillic or Greek ones in one word. */
export function mixesScripts(word: string): boolean {
  return /[a-z]/i.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)
}
