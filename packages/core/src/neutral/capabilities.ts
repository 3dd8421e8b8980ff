import type { JsonObject } from './json.ts'
import type { Effort, Settings } from './request.ts'

/** What a model takes, as data. A request is fitted to it before it is encoded. */
export interface Capabilities {
  /** Images in what the user says, and in tool results too; elsewhere a result's files follow in a user message. */
  readonly images: boolean
  readonly imagesInResults: boolean
  /** Whether also a result that is an error may hold files. Default: as `imagesInResults`. */
  readonly filesInErrors?: boolean
  readonly pdf: boolean
  /** Which files may be given by their address. Absent: any. */
  readonly fileUrls?: 'any' | 'images' | 'no'
  /** Where a system message may stand behind the first other message. */
  readonly systemMidway: 'anywhere' | 'after-user' | 'no'
  /** How many places of a request may be marked for caching. */
  readonly cachePoints: number
  readonly toolName: Alphabet
  readonly callId: Alphabet
  /** Whether the wire holds a call's arguments as an object: what a model broke has no other form there. Absent: no. */
  readonly objectInputs?: boolean
  /** What the properties of a schema may be called. Absent: anything. */
  readonly propertyName?: Alphabet
  readonly parallelToolCalls: boolean
  /** `without-thinking`: a forced choice is refused while the model thinks. */
  readonly forcedToolChoice: 'yes' | 'no' | 'without-thinking'
  /** The rules of the mode in which the provider holds a model to a tool's schema; `false` where it has none. */
  readonly strict: Dialect | false
  /** How an answer that fits a schema is asked for: by a field of the wire, by a tool that is forced, or in words. */
  readonly output: 'native' | 'tool' | 'prompt'
  /** Whether the wire's own field also takes a schema that strict mode does not. Absent: only where there is no strict mode. */
  readonly looseOutput?: boolean
  /** The sampling settings that the model takes. */
  readonly sampling: readonly SamplingSetting[]
  /** Whether the model takes `temperature` and `topP` together. Absent: yes. */
  readonly samplingTogether?: boolean
  /** The values from the first to the second that the model takes of a sampling setting while it thinks. Absent: any. */
  readonly samplingWhileThinking?: Partial<
    Readonly<Record<'temperature' | 'topP', readonly [least: number, most: number]>>
  >
  /** The highest `temperature`. Absent: any. */
  readonly maxTemperature?: number
  /** How many `stop` texts the model takes. Absent: any number. */
  readonly stopTexts?: number
  /** The effort levels that the model takes; empty where it has no such setting. */
  readonly effort: readonly Effort[]
  /** What the effort must be beside tools, where the model takes no other: said to be none, or not said at all. */
  readonly effortWithTools?: 'none' | 'unsaid'
  /** Whether, while it thinks, each answer of an open tool loop must begin with the model's own reasoning. */
  readonly thinksFirst?: boolean
  /** Whether the wire takes back only reasoning that it signed: some of it may have been cut before. */
  readonly signsReasoning?: boolean
  /** The `reasoning` settings that the model takes. */
  readonly reasoning: readonly NonNullable<Settings['reasoning']>[]
  /** Whether a conversation may begin with an assistant message. */
  readonly assistantFirst: boolean
  /** Whether a conversation may be nothing but system messages. */
  readonly systemOnly: boolean
  /** Whether a conversation may end with an assistant message; some models go on from there, others answer anew. */
  readonly prefill: boolean
  /** Whether an assistant message may hold reasoning and nothing else. */
  readonly silentTurns: boolean
  /** Whether text that is empty or only white space may be sent, among `stop` too. */
  readonly blankText: boolean
  /** The wire that keeps this model's reasoning between tool steps, where this one loses it. */
  readonly reasoningWire?: string
  readonly maxOutputTokens?: number
  /** The least that `maxOutputTokens` may be. */
  readonly minOutputTokens?: number
  /** Quirks that only the model's own codec reads. */
  readonly wire: JsonObject
}

/** What a name or an id may look like on a wire. */
export interface Alphabet {
  /** A regular expression for the whole of it. */
  readonly pattern: string
  /** The most letters. */
  readonly max: number
}

/** What a provider's strict mode takes of JSON Schema, as data. `{}` takes every schema as it is. */
export interface Dialect {
  /** The keywords that it takes. Absent: all, and no other rule counts. Else every object must be closed and every value typed. */
  readonly keywords?: readonly string[]
  /** The values of `format` that it takes for texts. */
  readonly formats?: readonly string[]
  /** Whether a `pattern` may look ahead or behind. */
  readonly lookaround?: boolean
  /** The largest `minItems`. */
  readonly mostMinItems?: number
  /** Whether every property must be required; an optional one then becomes nullable. */
  readonly allRequired?: boolean
  /** Whether a schema may hold itself. */
  readonly recursion?: boolean
  /** The most of each in one schema. */
  readonly schemaLimits?: Partial<Readonly<Record<SchemaLimit, number>>>
  /** The most of each in all strict tools of a request. */
  readonly requestLimits?: Partial<Readonly<Record<'tools' | 'optional' | 'unions', number>>>
}

/** `letters` are those of names, `enum` and `const`; `longEnumLetters` those of one `enum` with more than `longEnum` values. */
export type SchemaLimit = 'properties' | 'enumValues' | 'levels' | 'letters' | 'longEnum' | 'longEnumLetters'

export type SamplingSetting = keyof Pick<Settings, 'temperature' | 'topP' | 'stop' | 'seed'>
