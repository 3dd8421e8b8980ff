import { user } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

/** Images and documents beside what the user says. */
export const MEDIA: readonly Phrase[] = [
  {
    name: 'An image as base64',
    says: 'A question, and the bytes of an image behind it.',
    request: requestOf([
      user([
        { type: 'text', text: 'What is this?' },
        { type: 'file', mediaType: 'image/png', source: { type: 'base64', base64: 'iVBORw0KGgo=' } },
      ]),
    ]),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
            ],
          },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [
              { type: 'input_text', text: 'What is this?' },
              { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,iVBORw0KGgo=' },
            ],
          },
        ],
        store: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              {
                type: 'image',
                source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
              },
            ],
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The bytes are a `data:` URL, in an object.',
      'openai.responses': 'The bytes are a `data:` URL, and `detail` is required.',
      'anthropic.messages': 'The bytes and their type stand side by side.',
    },
  },
  {
    name: 'An image by its URL',
    says: 'The provider fetches the image itself.',
    request: requestOf([
      user([
        {
          type: 'file',
          mediaType: 'image/jpeg',
          source: { type: 'url', url: 'https://example.com/cat.jpg' },
        },
        { type: 'text', text: 'What is this?' },
      ]),
    ]),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [
          {
            role: 'user',
            content: [
              { type: 'image_url', image_url: { url: 'https://example.com/cat.jpg' } },
              { type: 'text', text: 'What is this?' },
            ],
          },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [
              { type: 'input_image', detail: 'auto', image_url: 'https://example.com/cat.jpg' },
              { type: 'input_text', text: 'What is this?' },
            ],
          },
        ],
        store: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'image', source: { type: 'url', url: 'https://example.com/cat.jpg' } },
              { type: 'text', text: 'What is this?' },
            ],
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The field is the same as for bytes.',
      'openai.responses': 'The field is the same as for bytes.',
      'anthropic.messages': 'The source is of another type, and no media type is said.',
    },
  },
  {
    name: 'A PDF',
    says: 'A document with its name.',
    request: requestOf([
      user([
        {
          type: 'file',
          mediaType: 'application/pdf',
          source: { type: 'base64', base64: 'JVBERi0xLjQK' },
          name: 'menu.pdf',
        },
        { type: 'text', text: 'What is for lunch?' },
      ]),
    ]),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'file',
                file: { filename: 'menu.pdf', file_data: 'data:application/pdf;base64,JVBERi0xLjQK' },
              },
              { type: 'text', text: 'What is for lunch?' },
            ],
          },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [
              {
                type: 'input_file',
                filename: 'menu.pdf',
                file_data: 'data:application/pdf;base64,JVBERi0xLjQK',
              },
              { type: 'input_text', text: 'What is for lunch?' },
            ],
          },
        ],
        store: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'document',
                source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0xLjQK' },
                title: 'menu.pdf',
              },
              { type: 'text', text: 'What is for lunch?' },
            ],
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The file is an object of its own, and its bytes are a `data:` URL.',
      'openai.responses': 'The file is flat, and its bytes are a `data:` URL.',
      'anthropic.messages': 'A PDF is a `document`, and its name a `title`.',
    },
  },
]
