import type { Broken } from './broken.ts'

/** Models that name what is not there. */
export const BROKEN_MODELS: readonly Broken[] = [
  {
    kind: 'a variable in what is sent as it stands',
    text: `{ "models": { "a": { "model": "openai:a", "extra": { "metadata": { "team": "{env:TEAM}" } } } } }`,
    message: `dragoman.config.json:1:68: models.a.extra.metadata.team refers to a variable, and texts under providers alone may. Write it under "options" of the provider, in "extra" or in "headers".`,
  },
  {
    kind: 'a model that names none',
    text: `{ "models": { "fast": { "settings": { "temperature": 0 } } } }`,
    message: `dragoman.config.json:1:15: models.fast names no model. Add "model": "provider:model", or "fallback": a list of them.`,
  },
  {
    kind: 'a model and a chain at once',
    text: `{ "models": { "fast": { "model": "openai:a", "fallback": ["openai:b"] } } }`,
    message: `dragoman.config.json:1:15: models.fast has "model" and "fallback". Keep one: the first of "fallback" is the model.`,
  },
  {
    kind: 'extra and capabilities of a chain',
    text: `{
  "models": {
    "safe": {
      "fallback": ["openai:a", "openai:b"],
      "extra": { "seed": 1 },
      "capabilities": { "images": true }
    }
  }
}`,
    message: `dragoman.config.json:5:7: models.safe.extra does not go with a chain. Give each model of the chain a name of its own, and say it there.
dragoman.config.json:6:7: models.safe.capabilities does not go with a chain. Give each model of the chain a name of its own, and say it there.`,
  },
  {
    kind: 'extra for the name of a chain',
    text: `{
  "models": {
    "safe": { "fallback": ["openai:a", "openai:b"] },
    "mine": { "model": "safe", "extra": { "seed": 1 } }
  }
}`,
    message: `dragoman.config.json:4:32: models.mine.extra does not go with a chain. Give each model of the chain a name of its own, and say it there.`,
  },
  {
    kind: 'what belongs to a chain, of a single model',
    text: `{
  "models": {
    "fast": { "model": "openai:a", "on": { "quota": true }, "restart": true, "cooldownMs": 5 }
  }
}`,
    message: `dragoman.config.json:3:36: models.fast.on does not go with a single model. It goes with "fallback" only: remove it, or write "fallback": [ … ] in place of "model".
dragoman.config.json:3:61: models.fast.restart does not go with a single model. It goes with "fallback" only: remove it, or write "fallback": [ … ] in place of "model".
dragoman.config.json:3:78: models.fast.cooldownMs does not go with a single model. It goes with "fallback" only: remove it, or write "fallback": [ … ] in place of "model".`,
  },
  {
    kind: 'an unknown provider in a model',
    text: `{ "models": { "fast": "opnai:gpt-5-mini" } }`,
    message: `dragoman.config.json:1:15: models.fast names the provider "opnai", which is not configured. Add it to providers, or take one of: openai, openai-responses, anthropic.`,
  },
  {
    kind: 'an unknown provider in a chain',
    text: `{
  "models": {
    "safe": {
      "fallback": [
        "openai:a",
        "mistral:b"
      ]
    }
  }
}`,
    message: `dragoman.config.json:6:9: models.safe.fallback[1] names the provider "mistral", which is not configured. Add it to providers, or take one of: openai, openai-responses, anthropic.`,
  },
  {
    kind: 'an unknown name',
    text: `{
  "model": "fats",
  "models": { "fast": "openai:a", "smart": "openai:b" }
}`,
    message: `dragoman.config.json:2:3: model names "fats", which is not among the models. Write "provider:model", or one of: fast, smart.`,
  },
  {
    kind: 'an id without its provider',
    text: `{ "model": "gpt-5-mini" }`,
    message: `dragoman.config.json:1:3: model names "gpt-5-mini", which is not among the models. Write "provider:model", such as "openai:gpt-5-mini".`,
  },
  {
    kind: 'a provider without an id',
    text: `{ "model": "openai:" }`,
    message: `dragoman.config.json:1:3: model is not the name of a model, found "openai:". Write "provider:model", such as "openai:gpt-5-mini".`,
  },
  {
    kind: 'a provider without an id in a model',
    text: `{ "models": { "fast": "openai/" } }`,
    message: `dragoman.config.json:1:15: models.fast is not the name of a model, found "openai/". Write "provider:model", or one of: fast.`,
  },
  {
    kind: 'a name with a space before the id',
    text: `{ "model": "my openai:gpt-5-mini" }`,
    message: `dragoman.config.json:1:3: model names the provider "my openai", which is not configured. Add it to providers, or take one of: openai, openai-responses, anthropic.`,
  },
  {
    kind: 'a name that leads to itself',
    text: `{ "models": { "fast": "fast" } }`,
    message: `dragoman.config.json:1:15: models.fast leads back to itself: fast → fast. Name a "provider:model" in its place.`,
  },
  {
    kind: 'a circle of names',
    text: `{
  "models": {
    "fast": "smart",
    "smart": { "fallback": ["openai:a", "fast"] }
  }
}`,
    message: `dragoman.config.json:3:5: models.fast leads back to itself: fast → smart → fast. Name a "provider:model" in its place.`,
  },
]
