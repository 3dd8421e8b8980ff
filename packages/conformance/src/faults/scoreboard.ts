import { ALWAYS, type Fault } from './fault.ts'

/** A row of the table that compares libraries: what is done to each of them. */
export interface ScoreboardRow {
  readonly title: string
  readonly fault: Fault
}

/** The faults of the table of peers, in its order. Each breaks the first turn, which has to call tools. */
export const SCOREBOARD: readonly ScoreboardRow[] = [
  { title: 'headers then nothing', fault: { kind: 'no-body', attempts: ALWAYS } },
  { title: 'stall mid-arguments', fault: { kind: 'stall', at: 'mid-arguments', attempts: ALWAYS } },
  {
    title: 'stall mid-arguments + keep-alives',
    fault: { kind: 'stall-with-keep-alives', at: 'mid-arguments', attempts: ALWAYS },
  },
  {
    title: 'clean EOF mid-arguments',
    fault: { kind: 'fin', variant: 'clean', at: 'mid-arguments', attempts: ALWAYS },
  },
  {
    title: 'clean EOF, args complete, no finish',
    fault: { kind: 'fin', variant: 'clean', at: 'before-stop', attempts: ALWAYS },
  },
  { title: 'TCP RST mid-stream', fault: { kind: 'rst', at: 'mid-arguments', attempts: ALWAYS } },
  {
    title: 'in-band error event after full args',
    fault: { kind: 'in-band-error', variant: 'before-stop', attempts: ALWAYS },
  },
  { title: '429 + Retry-After 3600', fault: { kind: 'retry-after', variant: 'hour' } },
  { title: '500,500,200', fault: { kind: 'status', variant: '500', attempts: 2 } },
  { title: 'always 500: requests sent', fault: { kind: 'status', variant: '500', attempts: ALWAYS } },
  { title: '401 body that echoes the key', fault: { kind: 'echoed-key', attempts: ALWAYS } },
  { title: '200 text/html', fault: { kind: 'html', attempts: ALWAYS } },
  { title: 'broken JSON in one SSE event', fault: { kind: 'broken-json', attempts: ALWAYS } },
  { title: 'same tool-call id twice', fault: { kind: 'call-ids', variant: 'duplicate', attempts: ALWAYS } },
  {
    title: 'own `__proto__` in args',
    fault: { kind: 'hostile-names', variant: 'key __proto__', attempts: ALWAYS },
  },
  {
    title: 'gzip bomb (1.5 GB inflated)',
    fault: { kind: 'bad-encoding', variant: 'bomb', attempts: ALWAYS },
  },
]
