/** What a request breaks, and where. */
export interface Offence {
  /** Where, as a path into the body, such as `messages[2].content[0]`. Empty for the body itself. */
  readonly path: string
  readonly message: string
}

/** Something a rule needs of a request, as data. */
export interface Rule<Request> {
  readonly name: string
  /** Where the rule comes from: `case` is one of EDGE-CASES.md, `owner/repository#number` a public report. */
  readonly source: string
  /** The offences of a request: none where it keeps the rule, whatever else is wrong with it. */
  readonly check: (request: Request) => Iterable<Offence>
}

/** A reason why a provider refuses a request. */
export interface Finding extends Offence {
  readonly rule: string
  readonly source: string
}
