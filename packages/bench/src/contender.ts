import { WORKLOADS, type Outcome, type Wire, type Workload } from './scenario.ts'

export type Name = 'fetch' | 'sdk' | 'dragoman'

/** One way of doing one workload on one wire. */
export interface Contender {
  readonly name: Name
  readonly wire: Wire
  readonly workload: Workload
  /** Loads only its own code, makes its client for the server at `origin`, and returns the work to measure. */
  prepare(origin: string): Promise<Run>
}

export type Run = () => Promise<Outcome>

/** What each module in `contenders/` exports. */
type Workloads = Readonly<Record<Workload, (origin: string) => Run>>

interface Entry extends Pick<Contender, 'name' | 'wire'> {
  readonly load: () => Promise<Workloads>
}

const ENTRIES: readonly Entry[] = [
  { name: 'fetch', wire: 'openai.chat', load: () => import('./contenders/fetch-chat.ts') },
  { name: 'sdk', wire: 'openai.chat', load: () => import('./contenders/sdk-openai.ts') },
  { name: 'dragoman', wire: 'openai.chat', load: () => import('./contenders/dragoman-openai.ts') },
  { name: 'fetch', wire: 'anthropic.messages', load: () => import('./contenders/fetch-messages.ts') },
  { name: 'sdk', wire: 'anthropic.messages', load: () => import('./contenders/sdk-anthropic.ts') },
  { name: 'dragoman', wire: 'anthropic.messages', load: () => import('./contenders/dragoman-anthropic.ts') },
]

export const CONTENDERS: readonly Contender[] = WORKLOADS.flatMap((workload) =>
  ENTRIES.map(({ name, wire, load }) => ({
    name,
    wire,
    workload,
    prepare: async (origin) => (await load())[workload](origin),
  })),
)

export function describeContender({ name, wire, workload }: Omit<Contender, 'prepare'>): string {
  return `${workload} ${wire} ${name}`
}
