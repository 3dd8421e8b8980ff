/** Reasoning to compare by: wires cut it into pieces, and no rule says what stands between them. */
export function withoutSpace(reasoning: string): string {
  return reasoning.replaceAll(/\s/g, '')
}
