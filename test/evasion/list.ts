// All cases of the evasion set.

import { archiveFieldCases } from './archive-fields.ts'
import { archiveCases } from './archives.ts'
import { base64Cases } from './base64.ts'
import { boundaryCases } from './boundaries.ts'
import { boundaryTypeCases } from './boundary-types.ts'
import type { EvasionCase } from './build.ts'
import { calendarCases } from './calendars.ts'
import { charsetCases } from './charsets.ts'
import { combinedCases } from './combined.ts'
import { combinedArchiveCases } from './combined-archives.ts'
import { delimiterPlaceCases } from './delimiter-places.ts'
import { delimiterCases } from './delimiters.ts'
import { depthCases } from './depth.ts'
import { duplicateCases } from './duplicates.ts'
import { encodedTextCases } from './encoded-text.ts'
import { encodingCases } from './encodings.ts'
import { extensionCases } from './extensions.ts'
import { headerCases } from './headers.ts'
import { lyingKindCases } from './lying-kinds.ts'
import { mailItemCases } from './mail-items.ts'
import { nameCases } from './names.ts'
import { nestedCases } from './nested.ts'
import { oleCases } from './ole.ts'
import { ooxmlCases } from './ooxml.ts'
import { ooxmlLinkCases } from './ooxml-links.ts'
import { otherKindCases } from './other-kinds.ts'
import { pageCases } from './pages.ts'
import { parameterCases } from './parameters.ts'
import { pdfCases } from './pdfs.ts'
import { placeCases } from './places.ts'
import { quotedPrintableCases } from './quoted-printable.ts'
import { smimeCases } from './smime.ts'
import { spellingCases } from './spelling.ts'
import { structureCases } from './structures.ts'
import { tagCases } from './tags.ts'
import { zipCases } from './zips.ts'

/** Every case once; ids are unique. */
export const ALL: EvasionCase[] = [
  ...archiveCases,
  ...base64Cases,
  ...boundaryCases,
  ...boundaryTypeCases,
  ...calendarCases,
  ...charsetCases,
  ...delimiterPlaceCases,
  ...delimiterCases,
  ...depthCases,
  ...duplicateCases,
  ...encodedTextCases,
  ...encodingCases,
  ...headerCases,
  ...mailItemCases,
  ...nameCases,
  ...nestedCases,
  ...oleCases,
  ...ooxmlCases,
  ...otherKindCases,
  ...pageCases,
  ...parameterCases,
  ...placeCases,
  ...quotedPrintableCases,
  ...spellingCases,
  ...tagCases,
  ...zipCases,
  ...ooxmlLinkCases,
  ...smimeCases,
  ...lyingKindCases,
  ...extensionCases,
  ...structureCases,
  ...pdfCases,
  ...archiveFieldCases,
  ...combinedCases,
  ...combinedArchiveCases,
]
