/* The reports in a text, and what is wrong with each: what scripts/kvm_guide/helper/output/report.py does, sign by sign. */

import { sha256 } from "./sha256.js"

/* What Python takes for white space and for the end of a line: more than a browser does. */
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"
const SPACES = new RegExp(`${SPACE}+`)
const QUOTED = new RegExp(`^${SPACE}*(?:>${SPACE}*)+`)
const LINE = /\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]/
const DASHES = /[\u2010-\u2015\u2212]/g
const BEGIN = /^-* ?BEGIN KVM-GUIDE REPORT ?-*$/
const END = /^-* ?END KVM-GUIDE REPORT ?-*$/
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

const canonical = line =>
  line.normalize("NFKC").replace(DASHES, "-").replace(QUOTED, "").split(SPACES).filter(Boolean).join(" ")

const codeOf = lines => {
  const digest = sha256(new TextEncoder().encode(lines.join("\n")))
  let [letters, bits, kept] = ["", 0, 0]
  for (const byte of digest.slice(0, 8)) {
    kept = (kept << 8 | byte) & 0xfff
    bits += 8
    while (bits >= 5) letters += BASE32[kept >> (bits -= 5) & 31]
  }
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8, 12)].join("-")
}

/* The lines of each block, and whether its end was seen. */
const blocks = text => {
  const found = []
  let lines = null
  for (const line of text.split(LINE).map(canonical)) {
    if (BEGIN.test(line)) {
      if (lines) found.push([lines, false])
      lines = []
    } else if (END.test(line)) {
      if (lines) found.push([lines, true])
      lines = null
    } else if (lines && line) lines.push(line)
  }
  if (lines) found.push([lines, false])
  return found
}

const slipOf = (fields, lines, whole, told) => {
  if (!whole) return told.cut
  if ((fields.get("format") ?? told.format) !== told.format) return told.other
  const missing = [...told.required, "code"].filter(key => !fields.has(key))
  if (missing.length) return told.missing.replace("{keys}", missing.join(", "))
  const content = lines.filter(line => !line.startsWith("code:"))
  return fields.get("code").toUpperCase() === codeOf(content) ? null : told.changed
}

/* Each report in `text`: what it says, and what is wrong with it in the words of `told`, null where nothing is. */
export const verify = (text, told) => blocks(text).map(([lines, whole]) => {
  const fields = new Map(lines.map(line => {
    const [key, ...value] = line.split(":")
    return [key, value.join(":")].map(part => part.replace(/^ | $/g, ""))
  }))
  return { fields, slip: slipOf(fields, lines, whole, told) }
})
