import { at, itemsOf, textAt, type Place } from '../place.ts'

/** What the rules of both OpenAI wires read of a request. */
export interface OpenaiRequest {
  readonly body: Place
  readonly tools: readonly DeclaredTool[]
  /** True where more tools come from elsewhere, so that their names cannot be known. */
  readonly hasOtherTools: boolean
  /** The names that its tool choice picks. */
  readonly chosen: readonly Place[]
  /** The names of the tools that were called. */
  readonly called: readonly Place[]
  /** The formats of the answer that hold a schema. */
  readonly formats: readonly AnswerFormat[]
  /** The URLs of its images. */
  readonly images: readonly Place[]
  /** Its files, each with `file_data`, `file_id` or `file_url`. */
  readonly files: readonly Place[]
}

export interface DeclaredTool {
  readonly name: Place
  /** The schema of its input. Unset where it takes none, or text. */
  readonly input: Place
  readonly isStrict: boolean
}

export interface AnswerFormat {
  readonly name: Place
  readonly schema: Place
  readonly isStrict: boolean
}

/** A tool whose definition stands here. */
export function declaredTool(definition: Place): DeclaredTool {
  return {
    name: at(definition, 'name'),
    input: at(definition, 'parameters'),
    isStrict: at(definition, 'strict').value === true,
  }
}

/** An answer's format whose definition stands here. */
export function answerFormat(definition: Place): AnswerFormat {
  return {
    name: at(definition, 'name'),
    schema: at(definition, 'schema'),
    isStrict: at(definition, 'strict').value === true,
  }
}

/** The items of a list whose `type` is one of these. */
export function itemsOfType(list: Place, ...types: readonly string[]): readonly Place[] {
  return itemsOf(list).filter((item) => types.includes(textAt(at(item, 'type'))))
}
