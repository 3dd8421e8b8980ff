import { DragomanError, run, scripted, wrap, type Model, type Reply } from 'dragoman'
import { describe, expect, it } from 'vitest'
import { logged } from './logging.ts'

describe('a logged model', () => {
  it('tells how each call ended', async () => {
    const answer = { role: 'assistant', parts: [{ type: 'text', text: 'Sun.' }] } as const
    const usage = { inputTokens: 12, outputTokens: 3 }
    expect(await linesOf(scripted([{ ...answer, usage }]))).toEqual([
      'scripted:scripted ended with stop, 12 tokens in, 3 out after n ms',
    ])
  })

  it('tells that it is asked again', async () => {
    const stumbling = wrap(scripted(['Sun.']), async function* (request, options, next) {
      yield { type: 'retry', attempt: 1, delayMs: 5, code: 'overloaded' }
      yield* next(request, options)
    })
    expect(await linesOf(stumbling)).toEqual([
      'scripted:scripted failed with overloaded, and is asked again after n ms',
      'scripted:scripted ended with stop, ? tokens in, ? out after n ms',
    ])
  })

  it('tells what it threw, and throws it', async () => {
    const failure: Reply = new DragomanError('quota', 'The account is empty.')
    expect(await linesOf(scripted([failure]))).toEqual([
      'scripted:scripted threw quota after n ms',
      'The run threw: The account is empty.',
    ])
  })
})

async function linesOf(model: Model): Promise<readonly string[]> {
  const lines: string[] = []
  try {
    await run({ model: logged(model, (line) => lines.push(line)), messages: 'How is the weather?' })
  } catch (error) {
    if (!DragomanError.is(error)) throw error
    lines.push(`The run threw: ${error.message}`)
  }
  return lines.map((line) => line.replace(/\d+ ms$/, 'n ms'))
}
