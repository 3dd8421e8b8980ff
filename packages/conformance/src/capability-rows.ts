import { assistant, system, user, type Capabilities } from '@dragoman/core'
import {
  answered,
  asked,
  called,
  said,
  set,
  withCallId,
  withProperty,
  withToolName,
  withTools,
} from './capability-requests.ts'
import { alphabetRows, row, samplingRow, type CapabilityRow } from './capability-row.ts'
import { clock, image, pdf, png, report, weather } from './requests.ts'

const TEXT = { type: 'text', text: 'A map:' } as const
const IMAGE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
const MANY_STOPS = ['1', '2', '3', '4', '5']

/** What shows each capability. A string says why none of these requests can. */
export const CAPABILITY_ROWS: Readonly<Record<keyof Capabilities, readonly CapabilityRow[] | string>> = {
  images: [row('images', ({ images }) => images, ['unsupported-file'], said(png(IMAGE)), said())],
  imagesInResults: [
    row(
      'images in results',
      ({ images, imagesInResults }) => images && imagesInResults,
      ['unsupported-file', 'result-file-moved'],
      answered([TEXT, png(IMAGE)]),
      answered([TEXT]),
    ),
  ],
  filesInErrors: [
    row(
      'images in results that are errors',
      ({ images, imagesInResults, filesInErrors = imagesInResults }) => images && filesInErrors,
      ['unsupported-file', 'result-file-moved'],
      answered([TEXT, png(IMAGE)], true),
      answered([TEXT], true),
    ),
  ],
  pdf: [row('PDFs', (has) => has.pdf, ['unsupported-file'], said(pdf()), said())],
  fileUrls: [
    row(
      'images by their address',
      ({ images, fileUrls }) => images && fileUrls !== 'no',
      ['unsupported-file'],
      said(image()),
      said(),
    ),
    row(
      'PDFs by their address',
      ({ pdf: pdfs, fileUrls = 'any' }) => pdfs && fileUrls === 'any',
      ['unsupported-file'],
      said({ ...pdf(), source: { type: 'url', url: 'https://example.com/map.pdf' } }),
      said(),
    ),
  ],
  systemMidway: [
    row(
      "instructions behind a user's turn",
      ({ systemMidway }) => systemMidway !== 'no',
      ['system-midway'],
      asked(user('Hello'), system('Be brief.'), assistant('Hello.'), user('Sing.')),
      asked(user('Hello'), assistant('Hello.'), user('Sing.')),
    ),
    row(
      'instructions anywhere',
      ({ systemMidway }) => systemMidway === 'anywhere',
      ['system-midway'],
      asked(user('Hello'), assistant('Hello.'), system('Be brief.'), user('Sing.')),
      asked(user('Hello'), assistant('Hello.'), user('Sing.')),
    ),
  ],
  cachePoints: [
    row(
      'cache points',
      ({ cachePoints }) => cachePoints > 0,
      ['cache-point'],
      asked(user([{ type: 'text', text: 'Hello', cache: {} }])),
      asked(user('Hello')),
    ),
  ],
  toolName: alphabetRows('tool name', 'tool-name', ({ toolName }) => toolName, withToolName),
  callId: alphabetRows('call id', 'call-id', ({ callId }) => callId, withCallId),
  propertyName: alphabetRows(
    'property name',
    'property-name',
    ({ propertyName }) => propertyName,
    withProperty,
  ),
  objectInputs: [
    row(
      'arguments that a model broke',
      ({ objectInputs = false }) => !objectInputs,
      ['bad-arguments'],
      called('{"city":'),
      called('{}'),
    ),
  ],
  parallelToolCalls: [
    row(
      'one call at a time',
      (has) => has.parallelToolCalls,
      ['unsupported-setting'],
      { ...withTools(weather()), parallelToolCalls: false },
      withTools(weather()),
    ),
  ],
  forcedToolChoice: [
    row(
      'a choice that must be some tool',
      ({ forcedToolChoice }) => forcedToolChoice !== 'no',
      ['unsupported-tool-choice'],
      { ...withTools(weather(), clock()), toolChoice: 'required' },
      withTools(weather(), clock()),
    ),
    row(
      'a choice that must be one tool',
      ({ forcedToolChoice }) => forcedToolChoice !== 'no',
      ['unsupported-tool-choice'],
      { ...withTools(weather(), clock()), toolChoice: { tool: 'clock' } },
      withTools(weather(), clock()),
    ),
  ],
  strict: [
    row(
      'strict tools',
      ({ strict }) => strict !== false,
      ['unsupported-strict', 'strict-schema'],
      withTools({ ...weather(), strict: true }),
      withTools(weather()),
    ),
  ],
  output: [
    row(
      'output that is held to its schema',
      ({ output, strict, looseOutput = strict === false }) =>
        output === 'native' && (strict !== false || looseOutput),
      ['output-way'],
      { ...asked(user('Hello')), output: report() },
      asked(user('Hello')),
    ),
  ],
  looseOutput: [
    row(
      'output whose schema is only shown',
      ({ output, strict, looseOutput = strict === false }) => output === 'native' && looseOutput,
      ['output-way'],
      { ...asked(user('Hello')), output: { ...report(), strict: false } },
      asked(user('Hello')),
    ),
  ],
  sampling: [
    samplingRow('temperature', { temperature: 0.5 }),
    samplingRow('topP', { topP: 0.9 }),
    samplingRow('stop', { stop: ['END'] }),
    samplingRow('seed', { seed: 7 }),
  ],
  samplingTogether: [
    row(
      'temperature and topP together',
      ({ sampling, samplingTogether = true }) =>
        samplingTogether && sampling.includes('temperature') && sampling.includes('topP'),
      ['unsupported-setting'],
      set({ temperature: 0.5, topP: 0.9 }),
      set({ temperature: 0.5 }),
    ),
  ],
  samplingWhileThinking: [whileThinking('temperature', 0.5), whileThinking('topP', 0.9)],
  maxTemperature: [
    row(
      'temperature 2',
      ({ sampling, maxTemperature = Infinity }) => sampling.includes('temperature') && maxTemperature >= 2,
      ['unsupported-setting', 'setting-range'],
      set({ temperature: 2 }),
      set({ temperature: 1 }),
    ),
  ],
  stopTexts: [
    row(
      'many stop texts',
      ({ sampling, stopTexts = Infinity }) => sampling.includes('stop') && stopTexts >= MANY_STOPS.length,
      ['unsupported-setting', 'unsupported-stop'],
      set({ stop: MANY_STOPS }),
      set({ stop: MANY_STOPS.slice(1) }),
    ),
  ],
  effort: (['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const).map((effort) => ({
    name: `effort ${effort}`,
    isDeclared: (has) => has.effort.includes(effort),
    needs: () => set({ effort }),
    unlike: (has) => has.effort.filter((other) => other !== effort).map((other) => set({ effort: other })),
    notices: ['nearest-effort', 'unsupported-setting'],
  })),
  effortWithTools: [
    row(
      'an effort beside tools',
      ({ effort, effortWithTools }) => effort.includes('high') && effortWithTools === undefined,
      ['effort-with-tools', 'unsupported-setting', 'nearest-effort'],
      { ...withTools(weather()), settings: { effort: 'high' } },
      withTools(weather()),
    ),
  ],
  reasoning: (['hidden', 'summary'] as const).map((reasoning) => ({
    name: `reasoning ${reasoning}`,
    isDeclared: (has) => has.reasoning.includes(reasoning),
    needs: () => set({ reasoning }),
    unlike: (has) =>
      has.reasoning.filter((other) => other !== reasoning).map((other) => set({ reasoning: other })),
    notices: ['unsupported-setting'],
  })),
  assistantFirst: [
    row(
      'a conversation that the assistant begins',
      (has) => has.assistantFirst,
      ['no-user-turn'],
      asked(assistant('Hello.'), user('Hello')),
      asked(user('Hello')),
    ),
  ],
  systemOnly: [
    row(
      'nothing but instructions',
      (has) => has.systemOnly,
      ['no-user-turn'],
      asked(system('Sing.')),
      asked(user('Sing.')),
    ),
  ],
  prefill: [
    row(
      'an answer to go on from',
      (has) => has.prefill,
      ['no-user-turn'],
      asked(user('Sing.'), assistant('La')),
      asked(user('Sing.')),
    ),
  ],
  blankText: [
    row('blank texts', (has) => has.blankText, ['blank-text'], said({ type: 'text', text: ' ' }), said()),
  ],
  minOutputTokens: [
    row(
      'an answer of one token',
      ({ minOutputTokens = 0 }) => minOutputTokens <= 1,
      ['setting-range'],
      set({ maxOutputTokens: 1 }),
      set({ maxOutputTokens: 500 }),
    ),
  ],
  maxOutputTokens: [
    row('a limit of tokens', () => true, [], set({ maxOutputTokens: 500 }), set({ maxOutputTokens: 501 })),
  ],
  silentTurns: "only the model's own reasoning can be all that it said: replay identity shows it",
  thinksFirst: 'only a turn of the model itself can show it',
  signsReasoning: 'only a turn of the model itself can show it',
  reasoningWire: 'it is advice, and changes nothing',
  wire: 'only the codec reads it',
}

function whileThinking(name: 'temperature' | 'topP', value: number): CapabilityRow {
  return row(
    `${name} ${value} while it thinks`,
    ({ sampling, effort, samplingWhileThinking: { [name]: [least, most] = [0, Infinity] } = {} }) =>
      sampling.includes(name) && effort.includes('high') && least <= value && value <= most,
    ['unsupported-setting', 'nearest-effort'],
    set({ effort: 'high', [name]: value }),
    set({ effort: 'high' }),
  )
}
