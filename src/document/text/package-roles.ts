// What the parts of an Office Open XML package are, by content type, or by name where types are lost (ECMA-376 part 1, 11 to 13).

export type Role =
  | 'document'
  | 'header'
  | 'footer'
  | 'footnote'
  | 'comment'
  | 'word-styles'
  | 'strings'
  | 'sheet-styles'
  | 'sheet'
  | 'sheet-comment'
  | 'slide'
  | 'notes'
  | 'slide-comment'
  | 'drawing'
  | 'theme'
  | 'property'

const BY_TYPE: readonly (readonly [RegExp, Role])[] = [
  [/wordprocessingml\.(?:document|template)\.(?:main|glossary)\+xml$|ms-word\..{1,60}\.main\+xml$/, 'document'],
  [/wordprocessingml\.header\+xml$/, 'header'],
  [/wordprocessingml\.footer\+xml$/, 'footer'],
  [/wordprocessingml\.(?:foot|end)notes\+xml$/, 'footnote'],
  [/wordprocessingml\.comments\+xml$/, 'comment'],
  [/wordprocessingml\.styles\+xml$/, 'word-styles'],
  [/spreadsheetml\.sharedstrings\+xml$/, 'strings'],
  [/spreadsheetml\.styles\+xml$/, 'sheet-styles'],
  [/spreadsheetml\.(?:worksheet|chartsheet|dialogsheet|macrosheet)\+xml$|ms-excel\.(?:intl)?macrosheet\+xml$/, 'sheet'],
  [/spreadsheetml\.comments\+xml$|ms-excel\.threadedcomments\+xml$/, 'sheet-comment'],
  [/presentationml\.slide\+xml$/, 'slide'],
  [/presentationml\.notesslide\+xml$/, 'notes'],
  [/presentationml\.comments\+xml$|ms-powerpoint\.comments\+xml$/, 'slide-comment'],
  [
    /officedocument\.drawing\+xml$|drawingml\.(?:chart|diagramdata|chartshapes)\+xml$|ms-office\.chartex\+xml$/,
    'drawing',
  ],
  [/officedocument\.theme\+xml$/, 'theme'],
  [/(?:core|extended|custom)-properties\+xml$/, 'property'],
]

const BY_NAME: readonly (readonly [RegExp, Role])[] = [
  [/^word\/(?:glossary\/)?document\d{0,3}\.xml$/, 'document'],
  [/^word\/header\d{0,5}\.xml$/, 'header'],
  [/^word\/footer\d{0,5}\.xml$/, 'footer'],
  [/^word\/(?:foot|end)notes\.xml$/, 'footnote'],
  [/^word\/comments\.xml$/, 'comment'],
  [/^word\/styles\.xml$/, 'word-styles'],
  [/^xl\/sharedstrings\.xml$/, 'strings'],
  [/^xl\/styles\.xml$/, 'sheet-styles'],
  [/^xl\/(?:worksheets|macrosheets)\/[^/]{1,80}\.xml$/, 'sheet'],
  [/^xl\/(?:comments|threadedcomments\/)[^/]{1,80}\.xml$/, 'sheet-comment'],
  [/^ppt\/slides\/[^/]{1,80}\.xml$/, 'slide'],
  [/^ppt\/notesslides\/[^/]{1,80}\.xml$/, 'notes'],
  [/^ppt\/comments\/[^/]{1,80}\.xml$/, 'slide-comment'],
  [/^(?:xl\/drawings|(?:word|xl|ppt)\/(?:charts|diagrams))\/(?:drawing|chart|data)\d{0,5}\.xml$/, 'drawing'],
  [/^(?:word|xl|ppt)\/theme\/theme1\.xml$/, 'theme'],
  [/^docprops\/(?:core|app|custom)\.xml$/, 'property'],
]

/** The role of a part; null for those without text. `name` and `type` in lower case. */
export function roleOf(name: string, type: string): Role | null {
  const byType = BY_TYPE.find(([pattern]) => pattern.test(type))
  if (byType !== undefined) return byType[1]
  // `application/xml` is what a default says of every part.
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? null
}
