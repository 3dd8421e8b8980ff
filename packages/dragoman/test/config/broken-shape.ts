import type { Broken } from './broken.ts'

/** Keys, types, numbers and names that are wrong. */
export const BROKEN_SHAPE: readonly Broken[] = [
  {
    kind: 'an unknown key',
    text: `{
  "modell": "openai:gpt-5-mini"
}`,
    message: `dragoman.config.json:2:3: modell is not a key here. Did you mean "model"? The keys are: $schema, model, providers, models, limits, deadlines, literalKeys.`,
  },
  {
    kind: 'an unknown key that is like none',
    text: `{ "version": 1 }`,
    message: `dragoman.config.json:1:3: version is not a key here. The keys are: $schema, model, providers, models, limits, deadlines, literalKeys.`,
  },
  {
    kind: 'an unknown key of a provider',
    text: `{ "providers": { "openai": { "api_key": "sk-proj-abcdefghijklmnop1234" } } }`,
    message: `dragoman.config.json:1:30: providers.openai.api_key is not a key here. Did you mean "apiKey"? The keys are: adapter, export, baseURL, apiKey, options.`,
  },
  {
    kind: 'an unknown key of a model',
    text: `{ "models": { "fast": { "model": "openai:gpt-5-mini", "temperature": 0 } } }`,
    message: `dragoman.config.json:1:55: models.fast.temperature is not a key here. It belongs in "settings".`,
  },
  {
    kind: 'an unknown setting',
    text: `{
  "models": {
    "fast": {
      "model": "openai:gpt-5-mini",
      "settings": { "temprature": 0 }
    }
  }
}`,
    message: `dragoman.config.json:5:21: models.fast.settings.temprature is not a key here. Did you mean "temperature"? The keys are: maxOutputTokens, temperature, topP, stop, seed, effort, reasoning.`,
  },
  {
    kind: 'an unknown limit',
    text: `{ "limits": { "step": 5 } }`,
    message: `dragoman.config.json:1:15: limits.step is not a key here. Did you mean "steps"? The keys are: steps, repeats, outputRepairs, toolCalls, tokens.`,
  },
  {
    kind: 'an unknown deadline',
    text: `{ "deadlines": { "totalMs": 1000 } }`,
    message: `dragoman.config.json:1:18: deadlines.totalMs is not a key here. Did you mean "toolMs"? The keys are: headersMs, firstEventMs, idleMs, wholeMs, toolMs, stepMs, runMs.`,
  },
  {
    kind: 'an unknown reason of a fallback',
    text: `{ "models": { "a": { "fallback": ["openai:a"], "on": { "rateLimit": true } } } }`,
    message: `dragoman.config.json:1:56: models.a.on.rateLimit is not a key here. Did you mean "rate-limit"? The keys are: rate-limit, overloaded, server, network, timeout, quota, context-full, refusal.`,
  },
  {
    kind: 'a number in place of a text',
    text: `{ "model": 5 }`,
    message: `dragoman.config.json:1:3: model must be a text, found 5.`,
  },
  {
    kind: 'a text in place of a number',
    text: `{ "limits": { "steps": "5" } }`,
    message: `dragoman.config.json:1:15: limits.steps must be a whole number, found "5".`,
  },
  {
    kind: 'a text in place of true or false',
    text: `{ "models": { "a": { "fallback": ["openai:a"], "restart": "yes" } } }`,
    message: `dragoman.config.json:1:48: models.a.restart must be true or false, found "yes".`,
  },
  {
    kind: 'a list in place of an object',
    text: `{ "providers": ["openai"] }`,
    message: `dragoman.config.json:1:3: providers must be an object { … }, found a list.`,
  },
  {
    kind: 'a text in place of a list',
    text: `{ "models": { "a": { "fallback": "openai:a" } } }`,
    message: `dragoman.config.json:1:22: models.a.fallback must be a list [ … ], found "openai:a".`,
  },
  {
    kind: 'a number in place of a model',
    text: `{ "models": { "fast": 5 } }`,
    message: `dragoman.config.json:1:15: models.fast must be "provider:model" or an object, found 5.`,
  },
  {
    kind: 'a key in place of a provider',
    text: `{ "providers": { "openai": "sk-proj-abcdefghijklmnop1234" } }`,
    message: `dragoman.config.json:1:18: providers.openai must be an object { … }, found a text.`,
  },
  {
    kind: 'a list of keys in place of a key',
    text: `{ "providers": { "openai": { "apiKey": ["sk-proj-abcdefghijklmnop1234"] } } }`,
    message: `dragoman.config.json:1:30: providers.openai.apiKey must be a text, found a list.`,
  },
  {
    kind: 'an empty text',
    text: `{ "model": "" }`,
    message: `dragoman.config.json:1:3: model must not be empty.`,
  },
  {
    kind: 'an empty list of models',
    text: `{ "models": { "a": { "fallback": [] } } }`,
    message: `dragoman.config.json:1:22: models.a.fallback must not be empty.`,
  },
  {
    kind: 'half a step',
    text: `{ "limits": { "steps": 2.5 } }`,
    message: `dragoman.config.json:1:15: limits.steps must be a whole number, found 2.5.`,
  },
  {
    kind: 'no step at all',
    text: `{ "limits": { "steps": 0 } }`,
    message: `dragoman.config.json:1:15: limits.steps must be 1 or more, found 0.`,
  },
  {
    kind: 'no time at all',
    text: `{ "deadlines": { "runMs": 0 } }`,
    message: `dragoman.config.json:1:18: deadlines.runMs must be more than 0, found 0.`,
  },
  {
    kind: 'a probability above 1',
    text: `{ "models": { "fast": { "model": "openai:a", "settings": { "topP": 1.5 } } } }`,
    message: `dragoman.config.json:1:60: models.fast.settings.topP must be 1 or less, found 1.5.`,
  },
  {
    kind: 'a word that a setting does not know',
    text: `{ "models": { "fast": { "model": "openai:a", "settings": { "effort": "maximum" } } } }`,
    message: `dragoman.config.json:1:60: models.fast.settings.effort must be one of "none", "minimal", "low", "medium", "high", "xhigh", "max", found "maximum".`,
  },
  {
    kind: 'a misspelled capability',
    text: `{ "models": { "a": { "model": "openai:a", "capabilities": { "imagess": true } } } }`,
    message: `dragoman.config.json:1:61: models.a.capabilities.imagess is not a key here. Did you mean "images"? The keys are: images, imagesInResults, filesInErrors, pdf, fileUrls, systemMidway, cachePoints, toolName, callId, objectInputs, propertyName, parallelToolCalls, forcedToolChoice, strict, output, looseOutput, sampling, samplingTogether, samplingWhileThinking, maxTemperature, stopTexts, effort, effortWithTools, thinksFirst, signsReasoning, reasoning, assistantFirst, systemOnly, prefill, silentTurns, blankText, reasoningWire, maxOutputTokens, minOutputTokens, wire.`,
  },
  {
    kind: 'a capability of another type',
    text: `{ "models": { "a": { "model": "openai:a", "capabilities": { "images": "yes" } } } }`,
    message: `dragoman.config.json:1:61: models.a.capabilities.images must be true or false, found "yes".`,
  },
  {
    kind: 'a name of a provider with a separator',
    text: `{ "providers": { "my/server": { "adapter": "@dragoman/openai", "baseURL": "http://localhost:1/v1" } } }`,
    message: `dragoman.config.json:1:18: providers["my/server"] has a ":", a "/" or a space, which no name may have. Rename it with letters, digits, "-" and "_".`,
  },
  {
    kind: 'a name of a model with a separator',
    text: `{ "models": { "team:fast": "openai:gpt-5-mini" } }`,
    message: `dragoman.config.json:1:15: models["team:fast"] has a ":", a "/" or a space, which no name may have. Rename it with letters, digits, "-" and "_".`,
  },
  {
    kind: 'a name of a model with a space',
    text: `{ "models": { "very fast": "openai:gpt-5-mini" } }`,
    message: `dragoman.config.json:1:15: models["very fast"] has a ":", a "/" or a space, which no name may have. Rename it with letters, digits, "-" and "_".`,
  },
  {
    kind: 'an empty name',
    text: `{ "models": { "": "openai:gpt-5-mini" } }`,
    message: `dragoman.config.json:1:15: models[""] is empty. Rename it with letters, digits, "-" and "_".`,
  },
  {
    kind: 'several at once',
    text: `{
  "modell": "openai:gpt-5-mini",
  "limits": { "steps": "5" },
  "models": {
    "fast": { "model": 7 }
  }
}`,
    message: `dragoman.config.json:2:3: modell is not a key here. Did you mean "model"? The keys are: $schema, model, providers, models, limits, deadlines, literalKeys.
dragoman.config.json:3:15: limits.steps must be a whole number, found "5".
dragoman.config.json:5:15: models.fast.model must be a text, found 7.`,
  },
]
