import { describe, expect, it } from 'vitest';
import {
  type AskerParts,
  aSettlement,
  embedOf,
  faultsOf,
  messageOf,
  pressRequest,
  signalsOnRecord,
} from '../../../tests/support/asking-signals.ts';
import { aSignal } from '../../../tests/support/delivery-world.ts';
import type { Button } from '../commands/command.ts';
import type { ChartDeps, ExplainDeps, PictureLine } from '../signal-insights.ts';
import { chartButton } from './chart.ts';
import { explainButton } from './explain.ts';

const URL = 'https://quickchart.io/chart/render/sf-1';
const NAMED = ['event-1', 'signal-1'];

function setup(picture: PictureLine = async () => ({ kind: 'drawn', url: URL })) {
  const { raised, recentSignals } = signalsOnRecord();
  const deps: ExplainDeps & ChartDeps = {
    recentSignals,
    picture,
    explain: async () => ({ kind: 'explained', by: 'claude', text: 'Pinnacle moved first.' }),
  };
  return {
    raised,
    press: (button: Button<ExplainDeps & ChartDeps>, parts: readonly string[] = NAMED, who: AskerParts = {}) =>
      button.press(deps, pressRequest(parts, who)),
  };
}

describe.each([explainButton, chartButton])('the button $name', (button) => {
  it('takes an insight of those who have some', () => {
    expect(button.needs).toEqual({ feature: 'insights', takes: 'insights' });
  });

  it.each([[['event-1', 'unheard-of']], [[]], [['', '']], [['event-1']]])(
    'says that a signal is no longer on record, for nothing: %j',
    async (parts) => {
      const { raised, press } = setup();
      await raised(aSignal());
      const answer = await press(button, parts);
      expect(answer).toMatchObject({ isFree: true });
      expect(messageOf(answer).content).toContain('no longer on record');
    },
  );

  it('keeps early signals from those whose tier does not have them, for nothing', async () => {
    const { raised, press } = setup();
    await raised(aSignal({ level: 'Low' }));
    const answer = await press(button, NAMED, { standing: 'core' });
    expect(answer).toMatchObject({ isFree: true });
    expect(messageOf(answer).content).toContain('Early signals come with **Sharp**');
    expect(embedOf(await press(button, NAMED, { standing: 'sharp' })).title).toContain('Miami Dolphins');
  });
});

describe('the button explain', () => {
  it('explains its signal, and says what became of it', async () => {
    const { raised, press } = setup();
    await raised(aSignal(), aSettlement({ clv: null, reason: 'too-old' }));
    const answer = await press(explainButton);
    expect(embedOf(answer).description).toMatch(/^Pinnacle moved first\..*unjudged: no fresh prices at the start$/s);
    expect(faultsOf(answer)).toEqual([]);
  });
});

describe('the button chart', () => {
  it('shows the picture with the signal’s moment', async () => {
    const asked: unknown[] = [];
    const { raised, press } = setup(async (request, calling) => {
      asked.push(request, calling);
      return { kind: 'drawn', url: URL };
    });
    await raised(aSignal());
    const answer = await press(chartButton);
    expect(embedOf(answer)).toEqual({
      author: { name: 'Sharp activity · High' },
      title: 'Miami Dolphins +3.5 @ 1.95 · BetRivers',
      color: 0x2ecc71,
      description: 'Buffalo Bills at Miami Dolphins · NFL spread\nUp to the alert: Miami Dolphins +3.4 → +2.5',
      image: { url: URL },
      footer: { text: '18+/21+ · Bet responsibly · 1-800-GAMBLER (US)' },
    });
    expect(answer).not.toHaveProperty('isFree');
    expect(faultsOf(answer)).toEqual([]);
    const signal = aSignal();
    expect(asked).toEqual([{ event: signal.event, market: 'spread', signal }, { mayCall: true }]);
  });

  it.each([
    [
      { kind: 'undrawn', reason: 'QuickChart did not answer in time' },
      'QuickChart did not answer in time. It cost you nothing.',
    ],
    [{ kind: 'undrawn', reason: '@everyone [x](https://evil.com)' }, '＠everyone \\[x\\]'],
    [{ kind: 'no-history' }, 'no longer on record. It cost you nothing.'],
  ] as const)('comes without a chart, says so, and takes nothing: %j', async (picture, text) => {
    const { raised, press } = setup(async () => picture);
    await raised(aSignal({ move: { ...aSignal().move, from: 3, to: 3 } }));
    const answer = await press(chartButton);
    expect(answer).toMatchObject({ isFree: true });
    expect(embedOf(answer)).not.toHaveProperty('image');
    expect(embedOf(answer).description).toContain(text);
    expect(embedOf(answer).description).not.toContain('Up to the alert');
    expect(faultsOf(answer)).toEqual([]);
  });

  it('is asked again when there is no picture at hand', async () => {
    const { raised, press } = setup(async (_, { mayCall }) =>
      mayCall ? { kind: 'drawn', url: URL } : { kind: 'not-at-hand' },
    );
    await raised(aSignal());
    expect(await press(chartButton, NAMED, { mayCall: false })).toEqual({ kind: 'not-at-hand' });
    expect(embedOf(await press(chartButton)).image).toEqual({ url: URL });
  });
});
