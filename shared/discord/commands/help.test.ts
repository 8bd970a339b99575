import { describe, expect, it } from 'vitest';
import { textOf } from '../../../tests/support/asking-account.ts';
import { commandRequest, faultsOf } from '../../../tests/support/asking-signals.ts';
import { BENEFITS, STANDINGS, type Standing } from '../../domain/account/tiers.ts';
import { help } from './help.ts';
import { COMMAND_DEFINITIONS } from './registration.ts';

const helpFor = async (standing: Standing): Promise<string> => {
  const answer = await help.run({ summaries: COMMAND_DEFINITIONS }, commandRequest('help', {}, { standing }));
  expect(faultsOf(answer)).toEqual([]);
  return textOf(answer);
};

describe('/help', () => {
  it.each(STANDINGS)('tells %s every command', async (standing) => {
    const said = await helpFor(standing);
    for (const { name, description } of COMMAND_DEFINITIONS) expect(said).toContain(`\`/${name}\` ${description}`);
  });

  it.each(STANDINGS)('speaks of what %s has below an alert, and of nobody else’s watches', async (standing) => {
    const said = await helpFor(standing);
    const { watches } = BENEFITS[standing];
    expect(said.match(/\d+ watches/g) ?? []).toEqual(watches > 0 ? [`${watches} watches`] : []);
  });

  it('says which tier has the rest', async () => {
    expect(await helpFor('none')).toContain('**Watch** comes with Starter, **Explain** comes with Core');
    const starter = await helpFor('starter');
    expect(starter).toContain('You have **Watch** (3 watches).');
    expect(starter).toContain('**Mute** comes with Core: `/subscribe`.');
    expect(await helpFor('sharp')).not.toContain('comes with');
  });
});
