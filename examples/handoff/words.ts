/** What a notice of a change says, by its code, in words. */
export const NOTICE_WORDS: Readonly<Record<string, string>> = {
  'foreign-reasoning': 'what another model thought is left out, because only that model can be told',
  'foreign-replay':
    "data of another model's own, such as an id or a citation, are left out; what was said stays",
  'foreign-opaque': 'what another provider did itself, such as a search, is left out',
  'stale-reasoning': 'what the model thought is left out, because the conversation before it was edited',
  'stale-replay': "the model's own data are left out, because the conversation before them was edited",
  'call-id': 'a call and its result are sent with an id that the provider takes',
  'tool-name': 'a tool is sent with a name that the provider takes',
  'orphan-call': 'a call without a result is answered as not run',
  'orphan-result': 'a result without a call is left out',
  'result-file-moved': 'a file in a result follows in a user message behind the results',
  'blank-text': 'text that is empty or only white space is left out',
  'silent-turn': 'an answer that says nothing is left out',
}
