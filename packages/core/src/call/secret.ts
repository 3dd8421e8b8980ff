// Shorter ones are words that stand in many messages.
const SHORTEST = 6
const SHORTEST_COOKIE = 16

const COOKIE = /^cookie$/i
const SENSITIVE = /auth|key|token|secret|cookie|password|credential|signature|^sig$/i

type Entries = Iterable<readonly [name: string, value: string]>

/** The secrets that a request carries: in its headers, in the userinfo of its address, and in its query. */
export function secretsOf(address: string, headers: Entries): readonly string[] {
  return [...secretsOfAddress(address), ...secretsOfHeaders(headers)].filter(isSecret)
}

/** Whether a value is long enough to be told from a word. */
export function isSecret(value: string | undefined): value is string {
  return value !== undefined && value.length >= SHORTEST
}

/** The secrets of an address. */
export function secretsOfAddress(address: string): readonly string[] {
  if (!URL.canParse(address)) return []
  const { username, password, searchParams } = new URL(address)
  // A user's name alone is the secret where there is no password, as in `https://token@host`.
  const userinfo = password === '' ? [username] : [password, `${username}:${password}`]
  const query = [...searchParams].filter(([name]) => SENSITIVE.test(name)).map(([, value]) => value)
  return [...userinfo, ...userinfo.map(decodePercent), ...query].filter(isSecret)
}

/** The secrets of headers, by their names. */
export function secretsOfHeaders(headers: Entries): readonly string[] {
  return [...headers]
    .filter(([name, value]) => SENSITIVE.test(name) && typeof value === 'string')
    .flatMap(([name, value]) => (COOKIE.test(name) ? [value, ...cookies(value)] : credentials(value)))
    .filter(isSecret)
}

/** All forms in which a server may repeat a secret. */
export function formsOf(secret: string): readonly string[] {
  const escaped = escapeJson(secret)
  const percent = encodeURIComponent(secret.toWellFormed())
  const query = new URLSearchParams([['', secret]]).toString().slice(1)
  const encoded = [percent, percent.replaceAll(/%../g, (code) => code.toLowerCase()), query]
  return [...new Set([secret, escaped, escapeJson(escaped), ...encoded, ...base64Forms(secret)])]
}

// After its scheme, such as `Bearer`, where it has one.
function credentials(value: string): readonly string[] {
  const bare = value.trim().replace(/^[\w-]+\s+/, '')
  const basic = /^basic\s/i.test(value) ? decodeBase64(bare) : ''
  return [bare, basic, basic.slice(basic.indexOf(':') + 1)]
}

function cookies(value: string): readonly string[] {
  return value
    .split(';')
    .map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
    .filter((cookie) => cookie.length >= SHORTEST_COOKIE)
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

// Within a longer text, what base64 makes of a secret depends on where it begins: only the letters that no neighbour
// shares are the same.
function base64Forms(secret: string): readonly string[] {
  const bytes = [...new TextEncoder().encode(secret)]
  return [0, 1, 2].flatMap((before) => {
    const letters = btoa(String.fromCodePoint(...Array<number>(before).fill(0), ...bytes))
    const from = Math.ceil((before * 8) / 6)
    const form = letters.slice(from, Math.floor(((before + bytes.length) * 8) / 6))
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

function decodeBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0))
  } catch {
    return ''
  }
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
