import type { Environment } from '../../src/config/environment.ts'
import { installed, manifest, type Files } from '../config/project.ts'

/** A project, and all that `dragoman doctor` finds in it. */
export interface Checkup {
  readonly kind: string
  readonly text?: string
  readonly files?: Files
  readonly environment?: Environment
  readonly findings: readonly string[]
}

const KEY = { OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234' }
const MODEL = { DRAGOMAN_MODEL: 'openai:gpt-5-mini' }

function local(baseURL: string): string {
  return `{ "model": "local:qwen3:8b", "providers": { "local": { "adapter": "@dragoman/openai", "baseURL": "${baseURL}" } } }`
}

export const CHECKUPS: readonly Checkup[] = [
  {
    kind: 'nothing at all',
    environment: {},
    findings: [
      `mend    No provider is configured. Set OPENAI_API_KEY or ANTHROPIC_API_KEY, or write dragoman.config.json.`,
      `advice  No model is named, so that each program must name one. Set DRAGOMAN_MODEL to "provider:model", or add "model" to dragoman.config.json.`,
    ],
  },
  {
    kind: 'a key, and no model',
    environment: KEY,
    findings: [
      `advice  No model is named, so that each program must name one. Set DRAGOMAN_MODEL to "provider:model", or add "model" to dragoman.config.json.`,
    ],
  },
  {
    kind: 'DRAGOMAN_MODEL that is no name',
    text: `{ "models": { "fast": "openai:gpt-5-mini" } }`,
    environment: { ...KEY, DRAGOMAN_MODEL: ':x' },
    findings: [
      `mend    DRAGOMAN_MODEL cannot be used. A model's name is "provider:model", such as "openai:<id>"; found ":x". Configured providers: openai, openai-responses.`,
    ],
  },
  {
    kind: 'a key and a model',
    environment: { ...KEY, ...MODEL },
    findings: [],
  },
  {
    kind: 'an address without a key',
    environment: { OPENAI_BASE_URL: 'https://example.com/v1', ...MODEL },
    findings: [
      `mend    The provider openai has no key. Set OPENAI_API_KEY, or write "apiKey": "{env:NAME}" under providers.openai.`,
    ],
  },
  {
    kind: 'a provider in the file without a key',
    text: '{ "model": "anthropic:claude-haiku-5-5", "providers": { "anthropic": {} } }',
    findings: [
      `mend    The provider anthropic has no key. Set ANTHROPIC_API_KEY, or write "apiKey": "{env:NAME}" under providers.anthropic.`,
    ],
  },
  {
    kind: 'a token in place of a key',
    environment: {
      ANTHROPIC_AUTH_TOKEN: 'abcdefghijklmnop1234',
      DRAGOMAN_MODEL: 'anthropic:claude-haiku-5-5',
    },
    findings: [],
  },
  {
    kind: 'a local server, which needs no key',
    text: local('http://localhost:11434/v1'),
    findings: [],
  },
  {
    kind: 'a variable that is not set',
    text: '{ "model": "openai:a", "providers": { "openai": { "apiKey": "{env:MY_KEY}" } } }',
    findings: [
      `mend    dragoman.config.json:1:39: providers.openai cannot be used: the variable MY_KEY is not set (set it where the program starts).`,
    ],
  },
  {
    kind: 'an SDK that is not installed',
    files: { 'package.json': manifest('acme-adapter'), ...installed('acme-adapter', "import '@acme/sdk'") },
    text: '{ "model": "acme:a", "providers": { "acme": { "adapter": "acme-adapter" } } }',
    findings: [
      `mend    dragoman.config.json:1:37: providers.acme cannot be used: the package @acme/sdk is not installed (run npm i @acme/sdk).`,
    ],
  },
  {
    kind: 'an address with /v1 twice',
    text: local('http://localhost:11434/v1/v1'),
    findings: [`mend    providers.local.baseURL has "/v1" twice. Remove one of them.`],
  },
  {
    kind: 'an address that lacks /v1',
    environment: { ...KEY, ...MODEL, OPENAI_BASE_URL: 'https://api.openai.com' },
    findings: [`mend    The address in OPENAI_BASE_URL lacks "/v1". Add it at the end.`],
  },
  {
    kind: 'an address that may lack /v1',
    text: local('http://localhost:11434'),
    findings: [
      `advice  providers.local.baseURL has no "/v1", which most servers that speak as OpenAI's does expect at the end. Add it if calls fail with not-found.`,
    ],
  },
  {
    kind: 'an address with another version',
    text: local('https://example.com/api/paas/v4'),
    findings: [],
  },
  {
    kind: 'an address of Anthropic with /v1',
    environment: {
      ANTHROPIC_API_KEY: 'abcdefghijklmnop1234',
      ANTHROPIC_BASE_URL: 'https://api.anthropic.com/v1/',
      DRAGOMAN_MODEL: 'anthropic:a',
    },
    findings: [
      `mend    The address in ANTHROPIC_BASE_URL ends with "/v1", which Anthropic's SDK adds itself: calls would go to /v1/v1. Remove it from the address.`,
    ],
  },
  {
    kind: 'an address that ends with a call',
    text: local('https://example.com/v1/chat/completions'),
    findings: [
      `mend    providers.local.baseURL ends with the name of a call, which the SDK adds. Remove "/chat/completions".`,
    ],
  },
  {
    kind: 'an address of Anthropic that ends with a call',
    environment: {
      ANTHROPIC_API_KEY: 'abcdefghijklmnop1234',
      ANTHROPIC_BASE_URL: 'https://api.anthropic.com/v1/messages',
      DRAGOMAN_MODEL: 'anthropic:a',
    },
    findings: [
      `mend    The address in ANTHROPIC_BASE_URL ends with the name of a call, which the SDK adds. Remove "/messages", and "/v1" before it.`,
    ],
  },
  {
    kind: 'a far server over http',
    text: local('http://llm.example.com/v1'),
    findings: [
      `mend    providers.local.baseURL sends keys and texts over the network in the clear: it begins with http://. Begin it with https://.`,
    ],
  },
  {
    kind: 'a server in the same network over http',
    text: local('http://192.168.1.7:11434/v1'),
    findings: [],
  },
  {
    kind: 'an address from a variable that is none',
    environment: { HOST: 'localhost:11434' },
    text: local('{env:HOST}'),
    findings: [
      `mend    dragoman.config.json:1:45: providers.local cannot be used: its baseURL is not the address of a server (begin it with http:// or https://).`,
    ],
  },
  {
    kind: 'an address in the file and in the environment',
    environment: { ...KEY, OPENAI_BASE_URL: 'https://other.example/v1' },
    text: '{ "model": "openai:a", "providers": { "openai": { "baseURL": "https://example.com/v1" } } }',
    findings: [`advice  OPENAI_BASE_URL is set, and providers.openai.baseURL wins.`],
  },
  {
    kind: 'a key in the file and in the environment',
    environment: { ...KEY, MY_KEY: 'sk-proj-zyxwvutsrqpo9876' },
    text: '{ "model": "openai:a", "providers": { "openai": { "apiKey": "{env:MY_KEY}" } } }',
    findings: [`advice  OPENAI_API_KEY is set, and providers.openai.apiKey wins.`],
  },
  {
    kind: 'a model in the file and in the environment',
    environment: { ...KEY, ...MODEL },
    text: '{ "model": "openai:a" }',
    findings: [`advice  DRAGOMAN_MODEL is set, and wins over "model" in dragoman.config.json.`],
  },
  {
    kind: 'an unknown model in the environment',
    environment: { ...KEY, DRAGOMAN_MODEL: 'mistral:large' },
    findings: [
      `mend    DRAGOMAN_MODEL cannot be used. Unknown provider "mistral" in "mistral:large". Configured: openai, openai-responses. Add it to providers in dragoman.config.json, or take one of these.`,
    ],
  },
  {
    kind: 'an unknown name in the environment',
    environment: { ...KEY, DRAGOMAN_MODEL: 'fats' },
    text: '{ "models": { "fast": "openai:a" } }',
    findings: [
      `mend    DRAGOMAN_MODEL cannot be used. No model is called "fats": give one of fast, or "provider:model".`,
    ],
  },
  {
    kind: 'a default model whose provider has no key',
    text: '{ "model": "openai:a" }',
    findings: [
      `mend    The provider "openai" in "openai:a" is not configured: set OPENAI_API_KEY (and run npm i openai, if it is not installed). None is configured.`,
    ],
  },
  {
    kind: 'an unknown level of the log',
    environment: { ...KEY, ...MODEL, DRAGOMAN_LOG: 'verbose' },
    findings: [`mend    DRAGOMAN_LOG is "verbose": set it to off, info, debug, or not at all.`],
  },
  {
    kind: 'a model that is called as a provider',
    environment: KEY,
    text: '{ "model": "openai", "models": { "openai": "openai:a" } }',
    findings: [
      `advice  models.openai has the name of a provider: "openai" is the model, and "openai:…" the provider. Rename the model, so that nobody mistakes one for the other.`,
    ],
  },
  {
    kind: 'a provider that stands in for another',
    environment: KEY,
    text: '{ "model": "anthropic:a", "providers": { "anthropic": { "adapter": "@dragoman/openai" } } }',
    findings: [
      `advice  providers.anthropic uses @dragoman/openai, and stands in for the provider that comes with dragoman. Rename it, so that nobody mistakes one for the other.`,
    ],
  },
  {
    kind: 'a provider that no model is of',
    environment: KEY,
    text: '{ "model": "fast", "models": { "fast": "openai:a" }, "providers": { "local": { "adapter": "@dragoman/openai", "baseURL": "http://localhost:1/v1" } } }',
    findings: [
      `advice  No model of the file is of the provider local. Remove it, unless a program names "local:…" itself.`,
    ],
  },
  {
    kind: 'a file that is no JSON',
    text: '{ model: "openai:a" }',
    findings: [
      `mend    dragoman.config.json:1:3: This is not JSON: there is a word without quotes. Write keys and texts in "…".`,
    ],
  },
  {
    kind: 'two mistakes in the file',
    text: '{\n  "modell": "openai:a",\n  "limits": { "steps": 0 }\n}',
    findings: [
      `mend    dragoman.config.json:2:3: modell is not a key here. Did you mean "model"? The keys are: $schema, model, providers, models, limits, deadlines, literalKeys.`,
      `mend    dragoman.config.json:3:15: limits.steps must be 1 or more, found 0.`,
    ],
  },
  {
    kind: 'a file that is not there',
    environment: { ...KEY, DRAGOMAN_CONFIG: 'team.json' },
    findings: [
      `mend    DRAGOMAN_CONFIG names team.json, which cannot be read: there is no such file. Set it to the path of a file, or not at all for the nearest dragoman.config.json.`,
    ],
  },
]
