import type { Broken } from './broken.ts'

/** Files that are not JSON, or not an object. */
export const BROKEN_SYNTAX: readonly Broken[] = [
  {
    kind: 'an empty file',
    text: ``,
    message: `dragoman.config.json:1:1: This is not JSON: the file is empty. Write {} for the defaults.`,
  },
  {
    kind: 'typographic quotes',
    text: `{ “model”: "openai:gpt-5-mini" }`,
    message: `dragoman.config.json:1:3: This is not JSON: there are typographic quotes (“). Write keys and texts in straight quotes: "…".`,
  },
  {
    kind: 'lists too deep within each other',
    text: `{ "models": ${'['.repeat(200)}${']'.repeat(200)} }`,
    message: `dragoman.config.json:1:113: models${'[0]'.repeat(100)} stands too deep within lists and objects. See what wrote the file: no key is that deep.`,
  },
  {
    kind: 'a comment',
    text: `{
  // the fast one
  "model": "openai:gpt-5-mini"
}`,
    message: `dragoman.config.json:2:3: This is not JSON: there is a comment. Remove it: JSON has none.`,
  },
  {
    kind: 'a comment in /* … */',
    text: `{ /* the fast one */ "model": "openai:gpt-5-mini" }`,
    message: `dragoman.config.json:1:3: This is not JSON: there is a comment. Remove it: JSON has none.`,
  },
  {
    kind: 'a comment as in YAML',
    text: `{
  # the fast one
  "model": "openai:gpt-5-mini"
}`,
    message: `dragoman.config.json:2:3: This is not JSON: there is a comment. Remove it: JSON has none.`,
  },
  {
    kind: 'a comma after the last key',
    text: `{
  "model": "openai:gpt-5-mini",
}`,
    message: `dragoman.config.json:3:1: This is not JSON: there is a comma before the }. Remove the comma: the last item has none after it.`,
  },
  {
    kind: 'a comma after the last item',
    text: `{ "models": { "a": { "fallback": ["openai:a", ] } } }`,
    message: `dragoman.config.json:1:47: This is not JSON: there is a comma before the ]. Remove the comma: the last item has none after it.`,
  },
  {
    kind: 'single quotes',
    text: `{ 'model': 'openai:gpt-5-mini' }`,
    message: `dragoman.config.json:1:3: This is not JSON: there is a text in '…'. Write "…" in place of '…'.`,
  },
  {
    kind: 'a key without quotes',
    text: `{ model: "openai:gpt-5-mini" }`,
    message: `dragoman.config.json:1:3: This is not JSON: there is a word without quotes. Write keys and texts in "…".`,
  },
  {
    kind: 'a value without quotes, which is a key',
    text: `{ "providers": { "openai": { "apiKey": sk-proj-abcdefghijklmnop1234 } } }`,
    message: `dragoman.config.json:1:40: This is not JSON: there is a word without quotes. Write keys and texts in "…".`,
  },
  {
    kind: 'a missing comma',
    text: `{
  "model": "openai:gpt-5-mini"
  "limits": { "steps": 5 }
}`,
    message: `dragoman.config.json:3:3: This is not JSON: there is a text that is not expected here. Write a comma or a colon before it.`,
  },
  {
    kind: 'a missing colon',
    text: `{ "model" "openai:gpt-5-mini" }`,
    message: `dragoman.config.json:1:11: This is not JSON: there is a text that is not expected here. Write a comma or a colon before it.`,
  },
  {
    kind: 'a missing value',
    text: `{ "model": }`,
    message: `dragoman.config.json:1:12: This is not JSON: there is a } that is not expected here. Write the value that is missing before it.`,
  },
  {
    kind: 'a file that ends early',
    text: `{
  "models": {
    "fast": "openai:gpt-5-mini"
`,
    message: `dragoman.config.json:3:32: This is not JSON: it ends too early. Close what is open: "…", [ ] or { }.`,
  },
  {
    kind: 'a text over two lines',
    text: `{ "model": "openai:
gpt-5-mini" }`,
    message: `dragoman.config.json:1:20: This is not JSON: there is a line break or a tab within a text. Write \\n or \\t for it, or close the text with ".`,
  },
  {
    kind: 'a text that never ends',
    text: `{ "model": "openai:gpt-5-mini }`,
    message: `dragoman.config.json:1:32: This is not JSON: it ends too early. Close what is open: "…", [ ] or { }.`,
  },
  {
    kind: 'a list in place of the object',
    text: `[{ "model": "openai:gpt-5-mini" }]`,
    message: `dragoman.config.json:1:1: A configuration must be an object: { … }.`,
  },
  {
    kind: 'a text in place of the object',
    text: `"openai:gpt-5-mini"`,
    message: `dragoman.config.json:1:1: A configuration must be an object: { … }.`,
  },
  {
    kind: 'a key twice',
    text: `{
  "model": "openai:gpt-5-mini",
  "model": "openai:gpt-5"
}`,
    message: `dragoman.config.json:3:3: model stands here a second time. Remove one of the two.`,
  },
  {
    kind: 'something after the end',
    text: `{ "model": "openai:gpt-5-mini" }
{ "limits": {} }`,
    message: `dragoman.config.json:2:1: This is not JSON: there is a { that is not expected here. Write a comma before it, or keep one object only.`,
  },
  {
    kind: 'YAML',
    text: `model: openai:gpt-5-mini
`,
    message: `dragoman.config.json:1:1: This is not JSON: there is a word without quotes. Write keys and texts in "…".`,
  },
]
