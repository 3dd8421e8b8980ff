import type { JsonObject, ModelRequest } from '@dragoman/core'
import { HONEST, tinyCodec } from '../tiny.ts'
import { encoding, tinyMutants, type Mutant } from './mutant.ts'

/** Codecs that say a request wrongly. */
export const REQUEST_MUTANTS: readonly Mutant[] = tinyMutants([
  {
    name: 'a codec that counts its requests',
    law: 'encode is pure',
    codec: tinyCodec({ encode: numbered() }),
  },
  {
    name: 'a codec that asks the clock',
    law: 'encode is pure',
    codec: tinyCodec({ encode: (request) => ({ ...HONEST.encode(request), at: performance.now() }) }),
  },
  {
    name: 'a codec that throws dice',
    law: 'encode is pure',
    codec: tinyCodec({ encode: (request) => ({ ...HONEST.encode(request), id: crypto.randomUUID() }) }),
  },
  {
    name: 'a codec that sorts what it was given',
    law: 'encode is pure',
    codec: tinyCodec({
      encode(request) {
        // A program in JavaScript can do what the types forbid.
        ;(request.messages as ModelRequest['messages'][number][]).sort(() => 0)
        return HONEST.encode(request)
      },
    }),
  },
  {
    name: 'a codec that forgets the results',
    law: 'judged',
    codec: encoding((lines) => lines.filter(({ by }) => by !== 'tool')),
  },
  {
    name: 'a codec that sends only the first result of a step',
    law: 'judged',
    codec: encoding((lines) =>
      lines.filter(({ by }, at) => by !== 'tool' || lines[at - 1]?.['by'] !== 'tool'),
    ),
  },
  {
    name: 'a codec that answers each call with the id of the one before',
    law: 'judged',
    codec: encoding((lines) =>
      lines.map((line, at) => (line['for'] ? { ...line, for: lines[at - 1]?.['for'] ?? 'call_0' } : line)),
    ),
  },
  {
    name: 'a codec that makes ids of its own for calls',
    law: 'judged',
    codec: encoding((lines) => lines.map((line, at) => (line['call'] ? { ...line, call: `c${at}` } : line))),
  },
  {
    name: 'a codec that pads what is blank',
    law: 'judged',
    codec: encoding((lines) => [...lines, { by: 'user', text: ' ' }]),
  },
  {
    name: 'a codec that forgets the files',
    law: 'handoff',
    codec: encoding((lines) => lines.filter(({ file }) => file === undefined)),
  },
  {
    name: 'a codec that makes names of its own for calls',
    law: 'handoff',
    codec: encoding((lines) => lines.map((line) => (line['call'] ? { ...line, tool: 'tool' } : line))),
  },
  {
    name: 'a codec that forgets the instructions',
    law: 'handoff',
    codec: encoding((lines) => lines.filter(({ by }) => by !== 'system')),
  },
  {
    name: 'a codec that cuts long texts short',
    law: 'handoff',
    codec: encoding((lines) =>
      lines.map(({ text, ...line }) =>
        typeof text === 'string' ? { ...line, text: text.slice(0, 3) } : line,
      ),
    ),
  },
  {
    name: 'a codec that forgets the mark of a text',
    law: 'replay identity',
    codec: encoding((lines) => lines.map(({ mark: _mark, ...line }) => line)),
  },
  {
    name: 'a codec that trims what it sends back',
    law: 'replay identity',
    codec: encoding((lines) => lines.map(trimmed)),
  },
  {
    name: 'a codec that says everything twice',
    law: 'replay identity',
    codec: encoding((lines) => lines.flatMap((line) => [line, line])),
  },
])

function numbered(): (request: ModelRequest) => JsonObject {
  let requests = 0
  return (request) => ({ ...HONEST.encode(request), number: (requests += 1) })
}

function trimmed(line: JsonObject): JsonObject {
  const { text } = line
  return typeof text === 'string' ? { ...line, text: text.trim() } : line
}
