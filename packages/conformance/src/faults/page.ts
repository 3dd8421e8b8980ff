/** What a proxy or a captive portal answers in the provider's place. */
export const HTML: string =
  '<!doctype html><html><head><title>Gateway</title></head><body><h1>It works!</h1></body></html>\n'
