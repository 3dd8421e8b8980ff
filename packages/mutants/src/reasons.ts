import type { Mutation } from './mutation.ts'
import type { WireName } from './wires.ts'

/** Why mutants of one place live: no law can see them, or none of the wire. */
interface Reason {
  readonly file: RegExp
  readonly wire?: WireName
  readonly place?: string | RegExp
  /** Found in what is deleted. */
  readonly what: RegExp
  readonly reason: string
}

const REASONS: readonly Reason[] = [
  {
    file: /(encode|stream)\.ts$/,
    what: /^case 'file'/,
    reason: 'no answer of the wire holds a file: the case is there for the compiler',
  },
  { file: /error\.ts$/, what: /^cause/, reason: 'a cause is for people, and no law reads it' },
  { file: /decode\.ts$/, what: /^raw: json\(/, reason: 'it is for people, and no law reads it' },
  {
    file: /encode\.ts$/,
    place: 'encode',
    what: /^stream( \(2\))?$/,
    reason: 'the transport says it as well',
  },
  {
    file: /error\.ts$/,
    what: /^(api_error|server_error): 'server'/,
    reason: 'a word that no row knows means the same',
  },
  {
    file: /openai\/src\/error\.ts$/,
    place: 'CODES',
    what: /^insufficient_quota/,
    reason: 'the type of this name means the same, wherever it stands',
  },
  {
    file: /responses\/decode\.ts$/,
    what: /^steered: 'other'/,
    reason: 'a word that no row knows means the same',
  },
  {
    file: /anthropic\/src\/stream\.ts$/,
    what: /^(\.\.\.NO_ENDING|(stop_\w+|container): null)$/,
    reason: 'what is missing reads like null',
  },
  { file: /\.ts$/, what: /^is\w+: false$/, reason: 'what is missing reads like false' },
  {
    file: /chat\/call-deltas\.ts$/,
    place: 'add',
    what: /^id: ''$/,
    reason: 'what is missing is filled like what is empty',
  },
  {
    file: /responses\/stream\.ts$/,
    what: /^case 'response\.content_part\.added'/,
    reason: 'what follows it says the same: nothing happens',
  },
  {
    file: /anthropic\/src\/reasoning\.ts$/,
    what: /^case 'none'/,
    reason: 'fit takes these settings from a model that does not think',
  },
  {
    file: /responses\/stream\.ts$/,
    what: /^case 'response\.(output_text|refusal|reasoning_summary_text|reasoning_text|custom_tool_call_input)\.delta'/,
    reason: 'the end of the item says it all again: no law asks that a text comes in pieces',
  },
  {
    file: /responses\/stream\.ts$/,
    place: /^(emptied|emptyContent|growReasoning|grow|growContent)$/,
    what: /./,
    reason: 'the end of the item says it all again: no law asks that a text comes in pieces',
  },
  {
    file: /decode\.ts$/,
    what: /^(servedModel|responseId)/,
    reason: 'whole and streamed lose it alike: no law knows what it must be',
  },
  {
    file: /decode\.ts$/,
    place: /Citations?$/,
    what: /./,
    reason: 'whole and streamed lose it alike: no law knows what it must be',
  },
  {
    file: /decode\.ts$/,
    what: /^kind/,
    reason: 'whole and streamed lose it alike: no law knows what it must be',
  },
  {
    file: /decode\.ts$/,
    place: /^(decodeNotices|extraChoice|AUDIO_DROPPED)$/,
    what: /./,
    reason: 'no law knows which notices a fixture must give',
  },
  {
    file: /(encode|content)\.ts$/,
    what: /^(type: '(input_)?file'|file|file_id|case 'file-id'|file_url|url: source\.url)/,
    reason: 'no request of the kit holds such a file',
  },
  {
    file: /(encode|content)\.ts$/,
    place: /^(encodeFile|AUDIO_FORMATS|IMAGE_TYPES|documentSource)$/,
    what: /audio|^data: base64Of|^format$|image\/|^type: 'url'/,
    reason: 'no request of the kit holds such a file',
  },
  {
    file: /encode\.ts$/,
    place: 'encodeTool',
    what: /^description$/,
    reason: 'no law asks that a description arrives',
  },
]

/** Why a mutant lives, where that is known. */
export function reasonOf(wire: WireName, file: string, { place, what }: Mutation): string | undefined {
  return REASONS.find(
    (one) =>
      one.file.test(file) &&
      one.what.test(what) &&
      (one.place === undefined || isPlace(one.place, place)) &&
      (one.wire === undefined || one.wire === wire),
  )?.reason
}

function isPlace(known: string | RegExp, place: string): boolean {
  return typeof known === 'string' ? known === place : known.test(place)
}
