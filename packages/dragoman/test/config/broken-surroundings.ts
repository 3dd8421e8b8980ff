import type { Broken } from './broken.ts'
import { ECHO, installed } from './project.ts'

/** What is wrong outside of the file. */
export const BROKEN_SURROUNDINGS: readonly Broken[] = [
  {
    kind: 'an address in a variable that is none',
    environment: { OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234', OPENAI_BASE_URL: '127.0.0.1:35355/v1' },
    ask: 'openai:gpt-5-mini',
    message: `The provider openai cannot be used: the variable OPENAI_BASE_URL is not the address of a server (begin it with http:// or https://).`,
  },
  {
    kind: 'a file that DRAGOMAN_CONFIG names and that is not there',
    environment: { DRAGOMAN_CONFIG: 'team.json' },
    message: `DRAGOMAN_CONFIG names team.json, which cannot be read: there is no such file. Set it to the path of a file, or not at all for the nearest dragoman.config.json.`,
  },
  {
    kind: 'a folder that DRAGOMAN_CONFIG names',
    files: { 'team/readme.txt': '' },
    environment: { DRAGOMAN_CONFIG: 'team' },
    message: `DRAGOMAN_CONFIG names team, which cannot be read: it is a folder. Set it to the path of a file, or not at all for the nearest dragoman.config.json.`,
  },
  {
    kind: 'a folder in place of the file',
    files: { 'dragoman.config.json/readme.txt': '' },
    message: `The configuration dragoman.config.json cannot be read: it is a folder. Remove it, or set DRAGOMAN_CONFIG to another path.`,
  },
  {
    kind: 'no model at all',
    environment: { OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234' },
    ask: '',
    message: `No model is named. Set DRAGOMAN_MODEL to "provider:model", such as "openai:<id>", or add "model" to dragoman.config.json, or name it: (await models())("openai:<id>"), on the command line -m.`,
  },
  {
    kind: 'neither a model nor a provider',
    ask: '',
    message: `No model is named. Set DRAGOMAN_MODEL to "provider:model", such as "openai:<id>", or add "model" to dragoman.config.json, or name it: (await models())("openai:<id>"), on the command line -m.`,
  },
  {
    kind: 'DRAGOMAN_MODEL without a provider',
    environment: { DRAGOMAN_MODEL: 'gpt-5-mini', OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234' },
    ask: '',
    message: `DRAGOMAN_MODEL cannot be used. No model is called "gpt-5-mini": give "provider:model", such as "openai:gpt-5-mini". No dragoman.config.json was found, from the working directory upwards.`,
  },
  {
    kind: 'DRAGOMAN_MODEL without an id',
    environment: { DRAGOMAN_MODEL: 'openai:', OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234' },
    ask: '',
    message: `DRAGOMAN_MODEL cannot be used. A model's name is "provider:model", such as "openai:<id>"; found "openai:". Configured providers: openai, openai-responses.`,
  },
  {
    kind: 'DRAGOMAN_MODEL with an unknown provider',
    environment: { DRAGOMAN_MODEL: 'mistral:large', OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234' },
    ask: '',
    message: `DRAGOMAN_MODEL cannot be used. Unknown provider "mistral" in "mistral:large". Configured: openai, openai-responses. Add it to providers in dragoman.config.json, or take one of these.`,
  },
  {
    kind: 'DRAGOMAN_MODEL with a provider that has no key',
    environment: {
      DRAGOMAN_MODEL: 'anthropic:claude-haiku-5-5',
      OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234',
    },
    ask: '',
    message: `DRAGOMAN_MODEL cannot be used. The provider "anthropic" in "anthropic:claude-haiku-5-5" is not configured: set ANTHROPIC_API_KEY (and run npm i @anthropic-ai/sdk, if it is not installed). Configured: openai, openai-responses.`,
  },
  {
    kind: 'a provider that has no key, and nothing is configured',
    ask: 'openai:gpt-5-mini',
    message: `The provider "openai" in "openai:gpt-5-mini" is not configured: set OPENAI_API_KEY (and run npm i openai, if it is not installed). None is configured.`,
  },
  {
    kind: 'a name that the file does not have',
    text: `{ "models": { "fast": "openai:a" } }`,
    ask: 'smart',
    message: `No model is called "smart": give one of fast, or "provider:model".`,
  },
  {
    kind: 'DRAGOMAN_LOG of an unknown level',
    environment: { DRAGOMAN_LOG: 'verbose', OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234' },
    ask: 'openai:gpt-5-mini',
    message: `DRAGOMAN_LOG is "verbose": set it to off, info, debug, or not at all.`,
  },
  {
    kind: 'a package.json that is broken',
    files: { 'package.json': '{', ...installed('acme-adapter', ECHO) },
    text: `{
  "providers": {
    "acme": { "adapter": "acme-adapter" }
  }
}`,
    message: `dragoman.config.json:3:15: providers.acme.adapter is the package acme-adapter, which is not among the dependencies of the project. Run: npm i acme-adapter`,
  },
]
