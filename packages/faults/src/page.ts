import type { Measured } from './measured.ts'
import { TARGETS } from './targets.ts'

/** Where the page lies. */
export const PAGE: URL = new URL('../../../docs/faults.md', import.meta.url)

const BLOCK = /^<!-- figures -->\n[^]*?^<!-- end -->$/m
const HEAD = ['| Part | Figure | Target | Measured | Met |', '| --- | --- | --- | --- | --- |']

/** The page with these figures in their place. Those of parts that were not measured stay. */
export function fillFigures(page: string, all: readonly Measured[]): string {
  const block = BLOCK.exec(page)?.[0]
  if (block === undefined) throw new Error('docs/faults.md has no place for figures.')
  const rows = TARGETS.flatMap(({ name }) => {
    const measured = all.find(({ target }) => target.name === name)
    return measured ? rowsOf(measured) : block.split('\n').filter((line) => line.startsWith(`| \`${name}\` `))
  })
  return page.replace(BLOCK, () => ['<!-- figures -->', '', ...HEAD, ...rows, '', '<!-- end -->'].join('\n'))
}

function rowsOf({ target: { name }, figures }: Measured): readonly string[] {
  return figures.map(({ what, target, measured, met }) => {
    return `| ${[`\`${name}\``, what, target, measured, met ? 'yes' : '**no**'].join(' | ')} |`
  })
}
