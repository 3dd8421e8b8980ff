import { fileURLToPath } from 'node:url'
import { runProgram } from '@dragoman/conformance'

/** What `dragoman-conformance <subject> --first` prints. */
export async function showLaws(subject: string): Promise<void> {
  const say = (text: string): void => console.log(text)
  await runProgram([fileURLToPath(new URL(subject, import.meta.url)), '--first'], { say, complain: say })
}
