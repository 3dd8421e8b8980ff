import {
  assistant,
  user,
  type FunctionDefinition,
  type Message,
  type ModelRequest,
  type Settings,
} from '@dragoman/core'
import { call, result, results, weather } from './requests.ts'

export function asked(...messages: readonly Message[]): ModelRequest {
  return { messages, tools: [], toolChoice: 'auto', settings: {} }
}

export function said(...more: Extract<Message, { readonly role: 'user' }>['parts']): ModelRequest {
  return asked(user([{ type: 'text', text: 'See.' }, ...more]))
}

export function set(settings: Settings): ModelRequest {
  return { ...asked(user('Hello')), settings }
}

export function withTools(...tools: readonly FunctionDefinition[]): ModelRequest {
  return { ...asked(user('Hello')), tools }
}

export function withToolName(name: string): ModelRequest {
  return withTools({ ...weather(), name })
}

export function withCallId(id: string): ModelRequest {
  const messages = [user('Hello'), assistant([call(id)]), { role: 'tool', parts: [result(id)] } as const]
  return { ...withTools(weather()), messages }
}

export function withProperty(name: string): ModelRequest {
  const input = { type: 'object', properties: { [name]: { type: 'string' } } } as const
  return withTools({ ...weather(), input })
}

export function called(inputText: string): ModelRequest {
  const messages = [user('Hello'), assistant([{ ...call('call_1'), inputText }]), results('call_1')]
  return { ...withTools(weather()), messages }
}

export function answered(parts: ReturnType<typeof result>['parts'], isError = false): ModelRequest {
  const answer = { role: 'tool', parts: [{ ...result('call_1'), parts, isError }] } as const
  return { ...withTools(weather()), messages: [user('Hello'), assistant([call('call_1')]), answer] }
}
