import { createServer } from 'node:http';
import { COMMAND_DEFINITIONS } from '../../shared/discord/commands/registration.ts';
import { listenOnLoopback } from '../services/loopback.ts';
import { DEMO_PEOPLE } from '../start/demo-users.ts';
import type { DiscordBoxOptions } from './discord/box.ts';
import type { Interacted, SentOption, SentValue } from './discord/client.ts';
import {
  CHANNEL,
  choices,
  fakeDiscord,
  message,
  openOnlyTo,
  ROLES,
  SHARP_CHANNEL,
  SHOP,
  thinking,
} from './discord/fixtures.ts';

const LEAGUES = ['NFL', 'NBA', 'NHL', 'College football', 'Premier League'];
const TEAMS = ['Ridge Wolves', 'Harbor Gulls', 'Prairie Bison', 'Iron Kings', 'Bay Pilots', 'Frost Owls'];
const THINKS_MS = 1800;
/** Nothing listens there. */
export const DEMO_STRIPE = 'http://127.0.0.1:9';

const CHART = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400" viewBox="0 0 800 400">
<rect width="800" height="400" fill="#2b2d31"/>
<path d="M40 300H200V250H330V260H470V170H610V120H760" fill="none" stroke="#6ea8fe" stroke-width="5"/>
<path d="M40 310H240V280H400V230H560V190H760" fill="none" stroke="#8fa3bd" stroke-width="2"/>
<text x="40" y="40" fill="#dbdee1" font-family="sans-serif" font-size="22">Ridge Wolves, spread</text></svg>`;

/** The buttons of an alert. */
export const DEMO_BUTTONS = [
  {
    type: 1,
    components: [
      { type: 2, style: 1, label: 'Explain', custom_id: 'explain:demo' },
      { type: 2, style: 2, label: 'Chart', custom_id: 'chart:demo' },
      { type: 2, style: 2, label: 'Watch this event', custom_id: 'watch-event:demo' },
    ],
  },
  {
    type: 1,
    components: [
      { type: 2, style: 2, label: 'Mute this market', custom_id: 'mute:demo' },
      { type: 2, style: 2, emoji: { name: '👍' }, custom_id: 'feedback:demo:up' },
      { type: 2, style: 2, emoji: { name: '👎' }, custom_id: 'feedback:demo:down' },
    ],
  },
];

const ODDS = {
  title: 'Harbor Gulls at Ridge Wolves',
  description: 'Spread · fair by consensus of 9 books · hold 4.3 %\nUpdated <t:1795000000:R>',
  color: 0x5b9dff,
  fields: [
    { name: 'Ridge Wolves −3.5', value: '**1.95** DraftKings', inline: true },
    { name: 'Harbor Gulls +3.5', value: '**1.98** BetRivers', inline: true },
  ],
  footer: { text: '18+/21+ · Bet responsibly · 1-800-GAMBLER (US)' },
};

const suggestions = (options: readonly SentOption[]): Partial<Interacted> => {
  const values = options.flatMap((option): readonly SentOption[] => ('options' in option ? option.options : [option]));
  const focused = values.find((option): option is SentValue => 'value' in option && option.focused === true);
  const typed = String(focused?.value ?? '').toLowerCase();
  const names = focused?.name === 'league' ? LEAGUES : TEAMS;
  return choices(...names.filter((name) => name.toLowerCase().includes(typed)));
};

/** A Discord with made-up answers of every kind; its charts come from a server of their own. */
export const demoDiscord = async (): Promise<DiscordBoxOptions> => {
  const pictures = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(CHART);
  });
  const imageOrigin = `http://127.0.0.1:${await listenOnLoopback(pictures)}`;
  pictures.unref();
  const chart = { ...ODDS, title: 'How the line moved', fields: [], image: { url: `${imageOrigin}/chart` } };
  const discord = fakeDiscord((request, id) => {
    if (request.kind === 'autocomplete') return suggestions(request.options);
    if (request.kind === 'component' || request.name === 'line') {
      setTimeout(() => discord.answerLate(id, { embeds: [chart] }), THINKS_MS);
      return thinking;
    }
    if (request.name === 'explain') return { status: 0, ms: 3001, refusal: 'No answer within 3 s.' };
    if (request.name === 'record') return message({ embeds: [{ ...ODDS, title: 'Track record' }] }, false);
    const links = [
      { type: 2, style: 5, label: 'Open the checkout page', url: `${DEMO_STRIPE}/c/pay/cs_test_1` },
      { type: 2, style: 5, label: 'How to subscribe', url: 'https://example.com/' },
    ];
    return message({ embeds: [ODDS], components: [{ type: 1, components: links }] });
  }, COMMAND_DEFINITIONS);
  openOnlyTo(discord.guild, CHANNEL.id, ['starter', 'core', 'sharp']);
  openOnlyTo(discord.guild, SHARP_CHANNEL.id, ['sharp']);
  for (const { id, standing } of DEMO_PEOPLE)
    if (standing !== 'none') discord.guild.changeRole(id, ROLES[standing].id, true);
  return {
    client: discord.client,
    people: DEMO_PEOPLE,
    channels: [CHANNEL, SHARP_CHANNEL],
    shop: SHOP,
    imageOrigin,
  };
};
