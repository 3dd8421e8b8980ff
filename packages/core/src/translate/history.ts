import {
  user,
  type FilePart,
  type TextPart,
  type ToolMessage,
  type ToolResultPart,
} from '../neutral/message.ts'
import type { Entry, Pass } from './draft.ts'
import { pairResults } from './pairing.ts'
import { placeSystem } from './system.ts'

/**
 * Makes a history one that the model accepts: every call answered once and right behind it, files and system messages
 * where they may stand, the user's turn where the model wants it. A valid history comes back as it is.
 */
export function repairHistory(...[entries, target, report]: Parameters<Pass>): readonly Entry[] {
  return PASSES.reduce((repaired, pass) => pass(repaired, target, report), entries)
}

const PASSES: readonly Pass[] = [pairResults, moveResultFiles, placeSystem, trimPrefill, giveUserTurns]

/** Where results hold only text, the user shows their files, behind the last result of the step. */
function moveResultFiles(...[entries, { capabilities }, report]: Parameters<Pass>): readonly Entry[] {
  const { imagesInResults, filesInErrors = imagesInResults } = capabilities
  const moves = ({ isError }: ToolResultPart): boolean => !(isError ? filesInErrors : imagesInResults)
  return entries.flatMap((entry): readonly Entry[] => {
    const { message, path, partPaths } = entry
    const files = message.role === 'tool' ? filesOf(message, partPaths, moves) : []
    if (message.role !== 'tool' || files.length === 0) return [entry]
    for (const place of new Set(files.map((file) => file.path))) {
      report({ code: 'result-file-moved', path: place, action: 'downgraded', from: 'file', to: 'user' })
    }
    const shown = user(files.map(({ part }) => part))
    return [
      { ...entry, message: withoutFiles(message, moves) },
      { message: shown, path, partPaths: files.map((file) => file.path) },
    ]
  })
}

function filesOf(
  { parts }: ToolMessage,
  paths: readonly string[],
  moves: (result: ToolResultPart) => boolean,
): readonly { readonly part: FilePart; readonly path: string }[] {
  return parts.flatMap((result, index) =>
    moves(result) ? result.parts.filter(isFile).map((part) => ({ part, path: paths[index] ?? '' })) : [],
  )
}

function withoutFiles(message: ToolMessage, moves: (result: ToolResultPart) => boolean): ToolMessage {
  const parts = message.parts.map((result) => {
    if (!moves(result) || !result.parts.some(isFile)) return result
    const texts = result.parts.filter((part) => part.type === 'text')
    const isSilent = texts.every(({ text }) => text === '')
    return { ...result, parts: isSilent ? [SEE_FILE] : texts }
  })
  return { ...message, parts }
}

const SEE_FILE: TextPart = { type: 'text', text: '(see the attached file)' }

function isFile(part: TextPart | FilePart): part is FilePart {
  return part.type === 'file'
}

/** What a model goes on from must not end in white space. */
function trimPrefill(...[entries, { capabilities }, report]: Parameters<Pass>): readonly Entry[] {
  if (capabilities.blankText || !capabilities.prefill) return entries
  return entries.map((entry, at) => {
    const { message, path, partPaths } = entry
    if (message.role !== 'assistant' || !isGoneOnFrom(entry, entries[at + 1])) return entry
    const part = message.parts.at(-1)
    if (part?.type !== 'text') return entry
    const text = part.text.trimEnd()
    if (text === part.text) return entry
    report({ code: 'prefill-space', path: partPaths.at(-1) ?? path, action: 'downgraded', from: 'text' })
    return { ...entry, message: { ...message, parts: [...message.parts.slice(0, -1), { ...part, text }] } }
  })
}

/**
 * Where the model is asked, and was asked before, the user speaks first, unless the model takes it without. A turn that
 * it paused is sent back as it is.
 */
function giveUserTurns(...[entries, { capabilities }, report]: Parameters<Pass>): readonly Entry[] {
  const { assistantFirst, systemOnly, prefill } = capabilities
  const lead = entries.findIndex(({ message }) => message.role !== 'system')
  const opening = lead === -1 ? entries.length : lead
  // Instructions alone; of nothing at all no model makes an answer.
  const isEnough = systemOnly && opening > 0
  return [...entries, undefined].flatMap((entry, at): readonly Entry[] => {
    const isOpening = at === opening && (entry === undefined || entry.message.role === 'assistant')
    const isAllowed = entry ? assistantFirst && (isEnough || !entry.isReply) : isEnough
    const before = entries[at - 1]
    const isWanted = isOpening ? !isAllowed : !prefill && before !== undefined && isGoneOnFrom(before, entry)
    if (!isWanted) return entry ? [entry] : []
    const path = (isOpening ? entry?.path : before?.path) ?? 'messages'
    report({ code: 'no-user-turn', path, action: 'synthesized', to: 'user' })
    return [{ message: user(GO_ON), path, partPaths: [path] }, ...(entry ? [entry] : [])]
  })
}

const GO_ON = 'Continue.'

/** Whether the model is, or was, asked to go on from a turn of the assistant's. */
function isGoneOnFrom({ message, strangeness }: Entry, next: Entry | undefined): boolean {
  if (message.role !== 'assistant') return false
  const isPaused = message.stop?.reason === 'pause' && strangeness === undefined
  return !isPaused && (next === undefined || next.isReply === true)
}
