/**
 * A text that a terminal shows and does not obey. What a model or a tool says may hold escape sequences, which move the
 * cursor, set the clipboard or hide what stands there; control characters become pictures of themselves.
 */
export function harmless(text: string): string {
  return text.replaceAll(CONTROLS, (character) => {
    if (character === '\r') return ''
    const code = character.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(PICTURES + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}

/** The same on one line. */
export function oneLine(text: string): string {
  return harmless(text.replaceAll(/\s+/g, ' ').trim())
}

/** A text in which everything is seen: nothing is invisible, and nothing changes the order of what stands beside it. */
export function unambiguous(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}

// Where the pictures of the control characters begin in Unicode.
const PICTURES = 0x2400

// All but the line feed and the tab. A carriage return lets a line be written over.
// oxlint-disable-next-line no-control-regex -- they are what is searched for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
