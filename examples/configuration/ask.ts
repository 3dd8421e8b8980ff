import { models, run } from 'dragoman'

const provide = await models()
const { text } = await run({ model: provide('safe'), messages: 'What is the capital of Portugal?' })
console.log(text)
