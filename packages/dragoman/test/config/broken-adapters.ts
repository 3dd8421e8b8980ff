import type { Broken } from './broken.ts'
import { ECHO, installed, manifest } from './project.ts'

/** Providers whose adapters are not found, or not to be loaded. */
export const BROKEN_ADAPTERS: readonly Broken[] = [
  {
    kind: 'a provider without an adapter',
    text: `{
  "providers": {
    "local": { "baseURL": "http://localhost:11434/v1" }
  }
}`,
    message: `dragoman.config.json:3:5: providers.local names no adapter. Add "adapter": the name of its package, such as "@dragoman/openai" for a server that speaks as OpenAI's does. Only openai, openai-responses, anthropic need none.`,
  },
  {
    kind: 'a file of the project without "./"',
    text: `{
  "providers": {
    "acme": { "adapter": "adapters/acme.ts" }
  }
}`,
    files: { 'package.json': manifest() },
    message: `dragoman.config.json:3:15: providers.acme.adapter is the package adapters, which is not among the dependencies of the project. A file of the project begins with "./": write "./adapters/acme.ts".`,
  },
  {
    kind: 'a misspelled package',
    text: `{
  "providers": {
    "local": { "adapter": "@dragoman/opnai" }
  }
}`,
    files: { 'package.json': manifest() },
    message: `dragoman.config.json:3:16: providers.local.adapter is the package @dragoman/opnai, which is not among the dependencies of the project. Did you mean "@dragoman/openai"? Else run: npm i @dragoman/opnai`,
  },
  {
    kind: 'an export within an adapter that is not there',
    text: `{
  "providers": {
    "local": { "adapter": "@dragoman/openai", "export": "openai.response" }
  }
}`,
    message: `dragoman.config.json:3:47: providers.local.export is "openai.response", which @dragoman/openai does not export. It exports: openai, openai.chat, openai.responses.`,
  },
  {
    kind: 'an adapter from https:',
    text: `{
  "providers": {
    "acme": { "adapter": "https://user:hunter2secret@example.com/adapter.js" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is an address (https:), and no code is loaded from one. Install the package with npm, and give its name.`,
  },
  {
    kind: 'an adapter from file:',
    text: `{
  "providers": {
    "acme": { "adapter": "file:///etc/adapter.js" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is an address (file:), and no code is loaded from one. Install the package with npm, and give its name.`,
  },
  {
    kind: 'an adapter from data:',
    text: `{
  "providers": {
    "acme": { "adapter": "data:text/javascript,export default 1" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is an address (data:), and no code is loaded from one. Install the package with npm, and give its name.`,
  },
  {
    kind: 'an adapter from node:',
    text: `{
  "providers": {
    "acme": { "adapter": "node:fs" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is an address (node:), and no code is loaded from one. Install the package with npm, and give its name.`,
  },
  {
    kind: 'an adapter from npm:',
    text: `{
  "providers": {
    "acme": { "adapter": "npm:acme-adapter" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is an address (npm:), and no code is loaded from one. Install the package with npm, and give its name.`,
  },
  {
    kind: 'an adapter by an absolute path',
    text: `{
  "providers": {
    "acme": { "adapter": "/opt/adapter.js" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is an absolute path, found "/opt/adapter.js". Give the name of an installed package, or a file of the project that begins with "./".`,
  },
  {
    kind: 'an adapter by a path on Windows',
    text: `{
  "providers": {
    "acme": { "adapter": "C:\\\\adapter.js" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is an absolute path, found "C:\\\\adapter.js". Give the name of an installed package, or a file of the project that begins with "./".`,
  },
  {
    kind: 'an adapter with its version',
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter@2" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is not the name of a package, found "acme-adapter@2". Give the name without a version: package.json says which one.`,
  },
  {
    kind: 'an adapter whose name is no package',
    text: `{
  "providers": {
    "acme": { "adapter": "Acme Adapter" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is not the name of a package, found "Acme Adapter". Give the name of an installed package, or a file of the project that begins with "./".`,
  },
  {
    kind: 'a file outside of the project',
    files: { 'package.json': manifest(), '../adapter.js': ECHO },
    text: `{
  "providers": {
    "acme": { "adapter": "../adapter.js" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is a file outside of the project, found "../adapter.js". Move it into the project, or install it as a package.`,
  },
  {
    kind: 'a link that leads out of the project',
    files: { 'package.json': manifest(), '../adapter.js': ECHO },
    links: { 'adapter.js': '../adapter.js' },
    text: `{
  "providers": {
    "acme": { "adapter": "./adapter.js" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is a file outside of the project, found "./adapter.js". Move it into the project, or install it as a package.`,
  },
  {
    kind: 'a file that is not there',
    files: { 'package.json': manifest() },
    text: `{
  "providers": {
    "acme": { "adapter": "./adapter.js" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is a file that is not there, found "./adapter.js". Give a path from the folder of the configuration.`,
  },
  {
    kind: 'a package, and no package.json',
    files: installed('acme-adapter', ECHO),
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is the package acme-adapter, and there is no package.json to name it. Run: npm i acme-adapter`,
  },
  {
    kind: 'a package that is not among the dependencies',
    files: { 'package.json': manifest('left-pad'), ...installed('acme-adapter', ECHO) },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is the package acme-adapter, which is not among the dependencies of the project. Run: npm i acme-adapter`,
  },
  {
    kind: 'a package that is not installed',
    files: { 'package.json': manifest('@acme/adapter') },
    ask: 'acme:rocket',
    text: `{
  "providers": {
    "acme": { "adapter": "@acme/adapter" }
  }
}`,
    message: `dragoman.config.json:3:5: providers.acme cannot be used: the package @acme/adapter is not installed (run npm i @acme/adapter).`,
  },
  {
    kind: 'an SDK that is not installed',
    files: {
      'package.json': manifest('acme-adapter'),
      ...installed('acme-adapter', "import '@acme/sdk'\nexport const acme = 1"),
    },
    ask: 'acme:rocket',
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter" }
  }
}`,
    message: `dragoman.config.json:3:5: providers.acme cannot be used: the package @acme/sdk is not installed (run npm i @acme/sdk).`,
  },
  {
    kind: 'a package without such a module',
    files: { 'package.json': manifest('acme-adapter'), ...installed('acme-adapter', ECHO) },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter/chat" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is acme-adapter/chat, and the package acme-adapter exports no such module. Write "acme-adapter", or see what stands under "exports" in its package.json.`,
  },
  {
    kind: 'a package without such an export',
    files: { 'package.json': manifest('acme-adapter'), ...installed('acme-adapter', ECHO) },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter", "export": "acme.chat" }
  }
}`,
    message: `dragoman.config.json:3:42: providers.acme.export is "acme.chat", which acme-adapter does not export. It exports: acme.`,
  },
  {
    kind: 'an export that is no name',
    text: `{
  "providers": {
    "acme": { "adapter": "@dragoman/openai", "export": "openai()" }
  }
}`,
    message: `dragoman.config.json:3:46: providers.acme.export is not the name of an export, found "openai()". Give a name, or names with dots between, such as "openai.responses".`,
  },
  {
    kind: 'an export that is no adapter',
    files: {
      'package.json': manifest('acme-adapter'),
      ...installed('acme-adapter', `${ECHO}\nexport const version = 2`),
    },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter", "export": "version" }
  }
}`,
    message: `dragoman.config.json:3:42: providers.acme.export is "version", which is no adapter. An adapter is made with defineAdapter. acme-adapter exports: acme, version.`,
  },
  {
    kind: 'a package without an adapter',
    files: { 'package.json': manifest('left-pad'), ...installed('left-pad', 'export const pad = () => 1') },
    text: `{
  "providers": {
    "acme": { "adapter": "left-pad" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is left-pad, which exports no adapter. An adapter is made with defineAdapter. left-pad exports: pad.`,
  },
  {
    kind: 'a package with two adapters',
    files: {
      'package.json': manifest('acme-adapter'),
      ...installed(
        'acme-adapter',
        `${ECHO}\nexport const beta = Object.assign(() => 1, { specVersion: 1, options })`,
      ),
    },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is acme-adapter, which exports 2 adapters. Say which one: "export": "acme" or "beta".`,
  },
  {
    kind: 'an adapter for another version of the seam',
    files: {
      'package.json': manifest('acme-adapter'),
      ...installed(
        'acme-adapter',
        'export const acme = Object.assign(() => 1, { specVersion: 2, options: {} })',
      ),
    },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter was written for specVersion 2, and this dragoman has 1. Install versions of acme-adapter and dragoman that fit.`,
  },
  {
    kind: 'a package that throws while it is loaded',
    files: {
      'package.json': manifest('acme-adapter'),
      ...installed('acme-adapter', "throw new Error('needs Node.js 99')"),
    },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter fails when it is loaded: needs Node.js 99. See whether its version fits this one of Node.js and of dragoman.`,
  },
  {
    kind: 'a package that is no JavaScript',
    files: { 'package.json': manifest('acme-adapter'), ...installed('acme-adapter', 'export const = 1') },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter fails when it is loaded: Unexpected token '='. See whether its version fits this one of Node.js and of dragoman.`,
  },
  {
    kind: 'options that the adapter refuses',
    files: { 'package.json': manifest('acme-adapter'), ...installed('acme-adapter', ECHO) },
    text: `{
  "providers": {
    "acme": {
      "adapter": "acme-adapter",
      "options": { "region": "mars", "retrys": 5 }
    }
  }
}`,
    message: `dragoman.config.json:5:20: providers.acme.options.region must be one of "eu", "us", found a text.
dragoman.config.json:5:38: providers.acme.options.retrys is not an option of this adapter. Did you mean "retries"? The options are: apiKey, baseURL, region, retries, provider, extra, capabilities, headers.`,
  },
  {
    kind: 'a key for an adapter that takes none',
    files: {
      'package.json': manifest('acme-adapter'),
      ...installed(
        'acme-adapter',
        "export const acme = Object.assign(() => 1, { specVersion: 1, options: { type: 'object', properties: { path: { type: 'string' } }, additionalProperties: false } })",
      ),
    },
    environment: { ACME_API_KEY: 'acme-key-abcdefghij1234' },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter", "apiKey": "{env:ACME_API_KEY}" }
  }
}`,
    message: `dragoman.config.json:3:42: providers.acme.apiKey is not an option of this adapter. The options are: path.`,
  },
]
