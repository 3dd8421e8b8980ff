/** Sends JSON and fails on any status but 200: the least that a client can do. */
export async function post(url: string, body: object): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.status !== 200 || !response.body) {
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  }
  return response
}

/** Hands over the data of each event, splitting at blank lines only: enough for this server, not for the world. */
export async function readData(response: Response, take: (data: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of response.body ?? []) {
    const frames = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) take(frame.slice(frame.indexOf('data: ') + 'data: '.length))
  }
}
