import { isJsonObject, type JsonObject, type ModelRequest } from '@dragoman/core'
import { HONEST, tinyCodec, tinySubject, type TinyCodec } from '../tiny.ts'
import { encoding, tinyMutants, type Mutant } from './mutant.ts'

/** Codecs that do not hear one field of a request. */
export const HEARD_MUTANTS: readonly Mutant[] = [
  {
    name: 'a codec that holds every answer to its schema',
    law: 'heard',
    subject: tinySubject(tinyCodec({ encode: encodeHeld }), { capabilities: { looseOutput: true } }),
  },
  ...tinyMutants([
    {
      name: 'a codec that forgets what a tool is for',
      law: 'heard',
      codec: sending(({ tools, ...request }) => ({
        ...request,
        tools: listOf(tools).map(({ description: _description, ...tool }) => tool),
      })),
    },
    {
      name: 'a codec for which no result is an error',
      law: 'heard',
      codec: encoding((lines) => lines.map(({ failed: _failed, ...line }) => line)),
    },
    {
      name: 'a codec that hears of no tool choice but those that force one',
      law: 'heard',
      codec: sending((request) => ({
        ...request,
        choice: request['choice'] === 'none' ? 'auto' : (request['choice'] ?? 'auto'),
      })),
    },
    {
      name: 'a codec that lets calls be parallel where one must be made',
      law: 'heard',
      codec: sending((request) => ({
        ...request,
        parallel: request['choice'] === 'auto' ? (request['parallel'] ?? true) : true,
      })),
    },
    {
      name: 'a codec that forgets the names of files',
      law: 'heard',
      codec: encoding((lines) =>
        lines.map((line) => {
          if (!isJsonObject(line['file'])) return line
          const { name: _name, ...file } = line['file']
          return { ...line, file }
        }),
      ),
    },
    {
      name: 'a codec that hears of caching only in what is said',
      law: 'heard',
      codec: encoding((lines) =>
        lines.map((line) => {
          const { cache: _cache, ...rest } = line
          return line['by'] === 'tool' ? rest : line
        }),
      ),
    },
    {
      name: 'a codec that caches everything for the same time',
      law: 'heard',
      codec: encoding((lines) => lines.map((line) => (line['cache'] ? { ...line, cache: {} } : line))),
    },
  ]),
]

function encodeHeld(request: ModelRequest): JsonObject {
  if (!request.output) return HONEST.encode(request)
  const { strict: _strict, ...output } = request.output
  return HONEST.encode({ ...request, output })
}

function sending(change: (request: JsonObject) => JsonObject): TinyCodec {
  return tinyCodec({ encode: (request) => change(HONEST.encode(request)) })
}

function listOf(value: unknown): readonly JsonObject[] {
  return value as readonly JsonObject[] // what the honest codec makes
}
