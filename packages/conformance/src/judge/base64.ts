/** True for bytes in the standard alphabet with their padding, without line breaks. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
}

/** True for `data:<type>;base64,<bytes>`. */
export function isDataUrl(text: string): boolean {
  const [head = '', ...bytes] = text.split(',')
  return /^data:[\w.+-]+\/[\w.+-]+(;[\w.+-]+=[^;,]*)*;base64$/.test(head) && isBase64(bytes.join(','))
}

export function isWebUrl(text: string): boolean {
  return /^https?:\/\/./.test(text)
}
