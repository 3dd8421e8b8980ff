import type { Broken } from './broken.ts'

/** Keys and addresses that are wrong, or in the wrong place. */
export const BROKEN_KEYS: readonly Broken[] = [
  {
    kind: 'a key in plain text',
    text: `{
  "providers": {
    "openai": {
      "apiKey": "sk-proj-abcdefghijklmnop1234"
    }
  }
}`,
    message: `dragoman.config.json:4:7: providers.openai.apiKey holds a key in plain text. Write "{env:OPENAI_API_KEY}" and set that variable, or add "openai" to literalKeys.`,
  },
  {
    kind: "a key in plain text for a server of one's own",
    text: `{
  "providers": {
    "my-server": { "adapter": "@dragoman/openai", "baseURL": "http://localhost:1/v1", "apiKey": "hunter2secret" }
  }
}`,
    message: `dragoman.config.json:3:87: providers.my-server.apiKey holds a key in plain text. Write "{env:MY_SERVER_API_KEY}" and set that variable, or add "my-server" to literalKeys.`,
  },
  {
    kind: 'a variable as in a shell',
    text: `{
  "providers": {
    "openai": { "apiKey": "$OPENAI_API_KEY" }
  }
}`,
    message: `dragoman.config.json:3:17: providers.openai.apiKey is not how a variable is written here. Write "{env:OPENAI_API_KEY}".`,
  },
  {
    kind: 'a variable as in a template',
    text: `{
  "providers": {
    "openai": { "apiKey": "\${OPENAI_API_KEY}" }
  }
}`,
    message: `dragoman.config.json:3:17: providers.openai.apiKey is not how a variable is written here. Write "{env:OPENAI_API_KEY}".`,
  },
  {
    kind: 'a variable as in a program',
    text: `{
  "providers": {
    "openai": { "apiKey": "process.env.OPENAI_API_KEY" }
  }
}`,
    message: `dragoman.config.json:3:17: providers.openai.apiKey is not how a variable is written here. Write "{env:OPENAI_API_KEY}".`,
  },
  {
    kind: 'a variable as on Windows',
    text: `{
  "providers": {
    "openai": { "apiKey": "%OPENAI_API_KEY%" }
  }
}`,
    message: `dragoman.config.json:3:17: providers.openai.apiKey is not how a variable is written here. Write "{env:OPENAI_API_KEY}".`,
  },
  {
    kind: 'a variable without braces',
    text: `{
  "providers": {
    "openai": { "apiKey": "env:OPENAI_API_KEY" }
  }
}`,
    message: `dragoman.config.json:3:17: providers.openai.apiKey is not how a variable is written here. Write "{env:OPENAI_API_KEY}".`,
  },
  {
    kind: 'a variable whose name has a hyphen',
    text: `{
  "providers": {
    "openai": { "apiKey": "{env:OPENAI-API-KEY}" }
  }
}`,
    message: `dragoman.config.json:3:17: providers.openai.apiKey has {env:…} around what is not the name of a variable. Write {env:NAME}, such as {env:OPENAI_API_KEY}: letters, digits and "_", and never the key itself.`,
  },
  {
    kind: 'a key in place of the name of a variable',
    text: `{
  "providers": {
    "openai": { "apiKey": "{env:sk_live_abcdefghijklmnop1234}" }
  }
}`,
    message: `dragoman.config.json:3:17: providers.openai.apiKey has {env:…} around what is not the name of a variable. Write {env:NAME}, such as {env:OPENAI_API_KEY}: letters, digits and "_", and never the key itself.`,
  },
  {
    kind: 'a variable that is not set',
    ask: 'acme:rocket',
    text: `{
  "providers": {
    "acme": { "adapter": "@dragoman/openai", "baseURL": "http://localhost:1/v1", "apiKey": "{env:ACME_API_KEY}" }
  }
}`,
    message: `dragoman.config.json:3:5: providers.acme cannot be used: the variable ACME_API_KEY is not set (set it where the program starts).`,
  },
  {
    kind: 'two variables that are not set',
    ask: 'acme:rocket',
    text: `{
  "providers": {
    "acme": { "adapter": "@dragoman/openai", "baseURL": "{env:ACME_URL}", "apiKey": "{env:ACME_API_KEY}" }
  }
}`,
    message: `dragoman.config.json:3:5: providers.acme cannot be used: the variable ACME_API_KEY is not set (set it where the program starts); the variable ACME_URL is not set (set it where the program starts).`,
  },
  {
    kind: 'a variable that is empty',
    ask: 'acme:rocket',
    environment: { ACME_API_KEY: ' ' },
    text: `{
  "providers": {
    "acme": { "adapter": "@dragoman/openai", "baseURL": "http://localhost:1/v1", "apiKey": "{env:ACME_API_KEY}" }
  }
}`,
    message: `dragoman.config.json:3:5: providers.acme cannot be used: the variable ACME_API_KEY is not set (set it where the program starts).`,
  },
  {
    kind: 'a key in plain text in a header',
    text: `{
  "providers": {
    "acme": {
      "adapter": "@dragoman/openai",
      "baseURL": "http://localhost:1/v1",
      "options": { "headers": { "authorization": "Bearer hunter2secret" } }
    }
  }
}`,
    message: `dragoman.config.json:6:33: providers.acme.options.headers.authorization holds a key in plain text. Write "Bearer {env:ACME_API_KEY}" and set that variable, or add "acme" to literalKeys.`,
  },
  {
    kind: 'a key under options',
    environment: { ACME_API_KEY: 'acme-key-abcdefghij1234' },
    text: `{
  "providers": {
    "acme": { "adapter": "@dragoman/openai", "options": { "apiKey": "{env:ACME_API_KEY}" } }
  }
}`,
    message: `dragoman.config.json:3:59: providers.acme.options.apiKey stands under options. Move it up: apiKey is a key of the provider itself.`,
  },
  {
    kind: 'a password in the address',
    text: `{
  "providers": {
    "acme": { "adapter": "@dragoman/openai", "baseURL": "https://me:hunter2secret@example.com/v1" }
  }
}`,
    message: `dragoman.config.json:3:46: providers.acme.baseURL holds a user or a password. Put the whole address into a variable, and write "{env:NAME}" here.`,
  },
  {
    kind: 'a key in the address',
    text: `{
  "providers": {
    "acme": { "adapter": "@dragoman/openai", "baseURL": "https://example.com/v1?api_key=hunter2secret" }
  }
}`,
    message: `dragoman.config.json:3:46: providers.acme.baseURL holds a key. Put the whole address into a variable, and write "{env:NAME}" here.`,
  },
  {
    kind: 'an address without http',
    text: `{
  "providers": {
    "local": { "adapter": "@dragoman/openai", "baseURL": "localhost:11434/v1" }
  }
}`,
    message: `dragoman.config.json:3:47: providers.local.baseURL is not the address of a server. Begin it with http:// or https://, such as "http://localhost:11434/v1".`,
  },
  {
    kind: 'an address of another kind',
    text: `{
  "providers": {
    "acme": { "adapter": "@dragoman/openai", "baseURL": "ftp://me:hunter2secret@example.com" }
  }
}`,
    message: `dragoman.config.json:3:46: providers.acme.baseURL is not the address of a server. Begin it with http:// or https://, such as "http://localhost:11434/v1".`,
  },
  {
    kind: 'an address that comes from a variable and is none',
    ask: 'acme:rocket',
    environment: { ACME_URL: 'me:hunter2secret@example.com' },
    text: `{
  "providers": {
    "acme": { "adapter": "@dragoman/openai", "baseURL": "{env:ACME_URL}" }
  }
}`,
    message: `dragoman.config.json:3:5: providers.acme cannot be used: its baseURL is not the address of a server (begin it with http:// or https://).`,
  },
  {
    kind: 'literalKeys with an unknown provider',
    text: `{
  "providers": { "local": { "adapter": "@dragoman/openai", "baseURL": "http://localhost:1/v1" } },
  "literalKeys": ["locl"]
}`,
    message: `dragoman.config.json:3:19: literalKeys[0] names "locl", which is not among the providers. There are: local.`,
  },
]
