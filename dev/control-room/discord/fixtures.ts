import type { RawMessage } from '../state/message-view.ts';
import type { DiscordBoxOptions, Person } from './box.ts';
import type { DiscordClient, Interacted, InteractionRequest, LateAnswer, RegisteredCommand } from './client.ts';

/** Commands with every kind of option that the box knows. */
export const COMMANDS: readonly RegisteredCommand[] = [
  { name: 'help', description: 'What you can ask' },
  {
    name: 'odds',
    description: 'Best price per outcome',
    options: [
      { type: 3, name: 'league', description: 'League', required: true, autocomplete: true },
      { type: 3, name: 'team', description: 'Team', required: true, autocomplete: true },
    ],
  },
  {
    name: 'signals',
    description: 'Recent signals',
    options: [
      {
        type: 3,
        name: 'level',
        description: 'This level and higher',
        choices: [
          { name: 'Medium', value: 'Medium' },
          { name: 'High', value: 'High' },
        ],
      },
    ],
  },
  {
    name: 'watch',
    description: 'What you want to be told of',
    options: [
      { type: 1, name: 'list', description: 'Your watches' },
      {
        type: 1,
        name: 'messages',
        description: 'Direct messages',
        options: [
          { type: 5, name: 'direct', description: 'On or off' },
          { type: 4, name: 'cooldown', description: 'Least minutes', min_value: 0, max_value: 1440 },
          { type: 3, name: 'quiet', description: 'Quiet hours', max_length: 20 },
        ],
      },
    ],
  },
  {
    name: 'ops',
    description: 'For operators',
    options: [
      {
        type: 2,
        name: 'queue',
        description: 'Queues',
        options: [{ type: 1, name: 'drop', description: 'Drop one', options: [] }],
      },
    ],
  },
];

export const message = (body: RawMessage, isPrivate = true): Partial<Interacted> => ({
  response: { type: 4, data: { ...body, ...(isPrivate ? { flags: 64 } : {}) } },
});
export const thinking: Partial<Interacted> = { response: { type: 5, data: { flags: 64 } } };
export const choices = (...names: readonly string[]): Partial<Interacted> => ({
  response: { type: 8, data: { choices: names.map((name) => ({ name, value: `id of ${name}` })) } },
});

/** A Discord whose app answers as told, and that remembers what it was asked. */
export const fakeDiscord = (
  answer: (request: InteractionRequest, id: string) => Partial<Interacted>,
  commands = COMMANDS,
) => {
  const listeners = new Set<(answer: LateAnswer) => void>();
  const asked: InteractionRequest[] = [];
  let registered = commands;
  let lastId = 1000;
  const client: DiscordClient = {
    commands: () => registered,
    interact: async (request) => {
      asked.push(request);
      lastId += 1;
      const id = String(lastId);
      return { id, status: 200, ms: 12, ...answer(request, id) };
    },
    onAnswer: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    client,
    asked,
    /** Of the newest interaction. */
    lastId: () => String(lastId),
    /** The app edits its deferred answer. */
    answerLate: (interactionId: string, body: RawMessage) => {
      for (const listener of listeners) listener({ interactionId, body });
    },
    register: (commands: readonly RegisteredCommand[]) => {
      registered = commands;
    },
  };
};

export const CORE: Person = { id: '301', name: 'Core', standing: 'core', roles: ['900'] };
export const SHARP: Person = { id: '302', name: 'Sharp', standing: 'sharp' };
export const CHANNEL = { id: '201', name: 'odds-alerts' };

export const boxOptions = (client: DiscordClient, imageOrigin?: string): DiscordBoxOptions => ({
  client,
  people: [CORE, SHARP],
  channels: [CHANNEL, { id: '202', name: 'sharp-signals' }],
  ...(imageOrigin === undefined ? {} : { imageOrigin }),
});
