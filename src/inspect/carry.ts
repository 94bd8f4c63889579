// Makes facts ready for the way to the parent: its event loop stands still while it unpacks them.
import type { DocumentFacts, HeaderFacts, MessageFacts } from '../facts.ts'

/**
 * Most that facts may weigh, in characters with a handful for each value. Measured: 990 documents weigh 0.9 million and hold
 * the parent for 2 to 8 ms; 2 million characters of Vietnamese, as the texts may be, for 32 ms.
 */
const MOST = 1_500_000
const EACH_VALUE = 20
/** Recipients of each header field; rules look at the envelope's. */
const MOST_RECIPIENTS = 2000

/**
 * The facts without the words of the texts: these were searched already, and no rule looks at them. Facts that are still too
 * heavy, by thousands of long names, are left without documents and header, and say so.
 */
export function forParent(facts: MessageFacts): MessageFacts {
  const texts = facts.texts.map((text) => ({ ...text, text: '', truncated: true }))
  const header = facts.header === null ? null : withFewer(facts.header)
  const light = { ...facts, header, texts, attachments: facts.attachments.map(withoutText) }
  if (weight(light, MOST) <= MOST) return light
  return {
    ...light,
    header: null,
    texts: [],
    attachments: [],
    inspected: 'none',
    reasons: [...new Set([...facts.reasons, 'count-limit' as const])],
  }
}

function withFewer(header: HeaderFacts): HeaderFacts {
  return { ...header, to: header.to.slice(0, MOST_RECIPIENTS), cc: header.cc.slice(0, MOST_RECIPIENTS) }
}

function withoutText(document: DocumentFacts): DocumentFacts {
  return { ...document, text: null, texts: null, children: document.children.map(withoutText) }
}

/** Stops counting once it is past `most`. */
function weight(value: unknown, most: number): number {
  if (typeof value === 'string') return EACH_VALUE + value.length
  if (value === null || typeof value !== 'object') return EACH_VALUE
  let sum = EACH_VALUE
  for (const each of Object.values(value)) {
    sum += weight(each, most - sum)
    if (sum > most) break
  }
  return sum
}
