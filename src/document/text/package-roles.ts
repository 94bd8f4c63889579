// What the parts of an Office Open XML package are, by content type, or by name where types are lost (ECMA-376 part 1, 11 to 13).

export type Role =
  | 'document'
  | 'header'
  | 'footer'
  | 'footnote'
  | 'comment'
  | 'word-styles'
  | 'word-lists'
  | 'workbook'
  | 'strings'
  | 'sheet-styles'
  | 'sheet'
  | 'sheet-comment'
  | 'slide'
  | 'slide-master'
  | 'notes'
  | 'slide-comment'
  | 'drawing'
  | 'vml'
  | 'picture'
  | 'control'
  | 'theme'
  | 'property'

const BY_TYPE: readonly (readonly [RegExp, Role])[] = [
  [/wordprocessingml\.(?:document|template)\.(?:main|glossary)\+xml$|ms-word\..{1,60}\.main\+xml$/, 'document'],
  [/wordprocessingml\.header\+xml$/, 'header'],
  [/wordprocessingml\.footer\+xml$/, 'footer'],
  [/wordprocessingml\.(?:foot|end)notes\+xml$/, 'footnote'],
  [/wordprocessingml\.comments\+xml$/, 'comment'],
  [/wordprocessingml\.styles\+xml$/, 'word-styles'],
  [/wordprocessingml\.numbering\+xml$/, 'word-lists'],
  [
    /spreadsheetml\.(?:sheet|template)\.main\+xml$|ms-excel\.(?:sheet|template|addin)\..{1,60}\.main(?:\+xml)?$/,
    'workbook',
  ],
  [/(?:spreadsheetml\.sharedstrings\+xml|ms-excel\.sharedstrings)$/, 'strings'],
  [/(?:spreadsheetml\.styles\+xml|ms-excel\.styles)$/, 'sheet-styles'],
  [/(?:spreadsheetml|ms-excel)\.(?:worksheet|chartsheet|dialogsheet|(?:intl)?macrosheet)(?:\+xml)?$/, 'sheet'],
  [/spreadsheetml\.comments\+xml$|ms-excel\.(?:threadedcomments\+xml|comments)$/, 'sheet-comment'],
  [/presentationml\.slide\+xml$/, 'slide'],
  [/presentationml\.slide(?:master|layout)\+xml$/, 'slide-master'],
  [/presentationml\.notesslide\+xml$/, 'notes'],
  [/presentationml\.comments\+xml$|ms-powerpoint\.comments\+xml$/, 'slide-comment'],
  [
    /officedocument\.drawing\+xml$|drawingml\.(?:chart|diagramdata|chartshapes)\+xml$|ms-office\.chartex\+xml$/,
    'drawing',
  ],
  [/officedocument\.vmldrawing$/, 'vml'],
  [/^image\/svg\+xml$/, 'picture'],
  [/ms-excel\.(?:slicer|timeline|controlproperties)\+xml$|ms-office\.activex\+xml$/, 'control'],
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
  [/^word\/numbering\.xml$/, 'word-lists'],
  [/^xl\/workbook\.(?:xml|bin)$/, 'workbook'],
  [/^xl\/sharedstrings\.(?:xml|bin)$/, 'strings'],
  [/^xl\/styles\.(?:xml|bin)$/, 'sheet-styles'],
  [/^xl\/(?:worksheets|chartsheets|dialogsheets|macrosheets)\/sheet[^/]{1,80}\.bin$/, 'sheet'],
  [/^xl\/(?:worksheets|macrosheets)\/[^/]{1,80}\.xml$/, 'sheet'],
  [/^xl\/(?:comments|threadedcomments\/)[^/]{1,80}\.(?:xml|bin)$/, 'sheet-comment'],
  [/^ppt\/slides\/[^/]{1,80}\.xml$/, 'slide'],
  [/^ppt\/slide(?:masters|layouts)\/[^/]{1,80}\.xml$/, 'slide-master'],
  [/^ppt\/notesslides\/[^/]{1,80}\.xml$/, 'notes'],
  [/^ppt\/comments\/[^/]{1,80}\.xml$/, 'slide-comment'],
  [/^(?:xl\/drawings|(?:word|xl|ppt)\/(?:charts|diagrams))\/(?:drawing|chart|data)\d{0,5}\.xml$/, 'drawing'],
  [/^(?:xl|ppt)\/(?:drawings\/)?[^/]{1,80}\.vml$/, 'vml'],
  [/^(?:word|xl|ppt)\/media\/[^/]{1,80}\.svg$/, 'picture'],
  [/^xl\/(?:slicers|timelines|ctrlprops)\/[^/]{1,80}\.xml$|^(?:word|xl|ppt)\/activex\/[^/]{1,80}\.xml$/, 'control'],
  [/^(?:word|xl|ppt)\/theme\/theme1\.xml$/, 'theme'],
  [/^docprops\/(?:core|app|custom)\.xml$/, 'property'],
]

/** The role of a part; null for those without text. `name` and `type` in lower case. */
export function roleOf(name: string, type: string): Role | null {
  const byType = BY_TYPE.find(([pattern]) => pattern.test(type))?.[1] ?? null
  // `application/xml` is what a default says of every part; Excel's default for `.bin` is the type of the workbook.
  if (byType !== null && byType !== 'workbook') return byType
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? byType
}
