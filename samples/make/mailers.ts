// Letters in the shapes of the mail programs that officials use: Outlook, Exchange, Thunderbird, Zimbra, Roundcube,
// Gmail's and Apple's. What differs is what parsers trip over: names, folding, encodings, nesting of parts.

import type { Letter } from './letter.ts'
import { apple } from './mailer-apple.ts'
import { gmail } from './mailer-gmail.ts'
import { roundcube, thunderbird, zimbra } from './mailer-open.ts'
import { exchange, outlook } from './mailer-outlook.ts'

export type Mailer = (letter: Letter) => Buffer

export const mailers = { apple, exchange, gmail, outlook, roundcube, thunderbird, zimbra } satisfies Record<
  string,
  Mailer
>
