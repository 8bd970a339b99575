import { describe, expect, it } from 'vitest';
import { textOf } from '../../../tests/support/asking-account.ts';
import { type AskerParts, faultsOf, messageOf, pressRequest } from '../../../tests/support/asking-signals.ts';
import { billingWith } from '../../../tests/support/billing.ts';
import { recordingTelemetry } from '../../adapters/telemetry/recording-telemetry.ts';
import type { Subscription } from '../../domain/account/account.ts';
import { type Billing, BillingUnavailableError, TooOftenError } from '../../ports/billing.ts';
import type { Answer } from '../commands/command.ts';
import { buyButton } from './buy.ts';
import { manageButton } from './manage.ts';

const NOBODY: AskerParts = { standing: 'none' };
const whoHas = (subscription: Subscription): AskerParts => ({ user: { subscription } });

const pressing = (billing: Billing | undefined) => {
  const telemetry = recordingTelemetry();
  const deps = { billing, telemetry };
  return {
    telemetry,
    buy: (parts: readonly string[], who: AskerParts = NOBODY) => buyButton.press(deps, pressRequest(parts, who)),
    manage: (who: AskerParts = NOBODY) => manageButton.press(deps, pressRequest([], who)),
  };
};
const linksOf = (answer: Answer) => {
  expect(faultsOf(answer)).toEqual([]);
  return (messageOf(answer).components ?? []).flatMap(({ components }) => components);
};
const tooOften = () => Promise.reject(new TooOftenError(40_000));
const down = () => Promise.reject(new BillingUnavailableError('Stripe answered with 503', 1000));

describe('the button that buys', () => {
  it('leads to the checkout of just this wish, and says what happens next', async () => {
    const answer = await pressing(billingWith()).buy(['core', 'year']);
    expect(linksOf(answer)).toMatchObject([
      { style: 5, label: 'Open the checkout page', url: 'https://pay.example/42/core/year/1' },
    ]);
    const said = textOf(answer);
    expect(said).toContain('Core, paid yearly');
    expect(said).toContain('Your role in the server follows within seconds');
    expect(said).toContain('`/account` shows your tier');
    expect(said).toContain('cancel at any time');
  });

  it('asks outside only when there is time', async () => {
    const { buy } = pressing(billingWith({ checkout: () => Promise.reject(new Error('asked')) }));
    expect(await buy(['core', 'month'], { ...NOBODY, mayCall: false })).toEqual({ kind: 'not-at-hand' });
  });

  it('leads whoever has a subscription to the page where it is changed', async () => {
    const url = 'https://pay.example/portal';
    const answer = await pressing(billingWith({ checkout: async () => ({ kind: 'portal', url }) })).buy([
      'sharp',
      'month',
    ]);
    expect(linksOf(answer)).toMatchObject([{ label: 'Change or end your subscription', url }]);
    expect(textOf(answer)).toContain('You have a subscription already');
  });

  it('sells nothing to whoever is suspended, and says whom to write to', async () => {
    const answer = await pressing(billingWith({ checkout: async () => ({ kind: 'suspended' }) })).buy([
      'core',
      'month',
    ]);
    expect(linksOf(answer)).toEqual([]);
    expect(textOf(answer)).toContain('under review');
    expect(textOf(answer)).toContain('Write to the owner of the server');
  });

  it.each([
    ['discord', 'User Settings → Subscriptions'],
    [undefined, 'given to you, with nothing to pay'],
  ] as const)('lets nobody pay twice for what came from %s', async (source, words) => {
    const subscription = { status: 'active', tier: 'core', ...(source ? { source } : {}) } as const;
    const answer = await pressing(billingWith()).buy(['sharp', 'month'], whoHas(subscription));
    expect(linksOf(answer)).toEqual([]);
    expect(textOf(answer)).toContain(words);
  });

  it.each([
    ['is down', down],
    ['sends nowhere', async () => ({ kind: 'checkout', url: 'javascript:alert(1)' }) as const],
  ])('says so when Stripe %s', async (_, checkout) => {
    const { buy, telemetry } = pressing(billingWith({ checkout }));
    const answer = await buy(['core', 'month']);
    expect(linksOf(answer)).toEqual([]);
    expect(textOf(answer)).toContain('“Open the checkout page” cannot be opened right now. Nothing was charged');
    expect(textOf(answer)).not.toContain('What happens next');
    expect(telemetry.records).toContainEqual(expect.objectContaining({ event: 'billing_page_unreachable' }));
  });

  it('says when there are pages again to whoever asks for a lot of them, which is no failure', async () => {
    const { buy, telemetry } = pressing(billingWith({ checkout: tooOften }));
    const answer = await buy(['core', 'month']);
    expect(linksOf(answer)).toEqual([]);
    expect(textOf(answer)).toContain('was asked for a lot. You can open it again in 40 s');
    expect(textOf(answer)).not.toContain('What happens next');
    expect(telemetry.records).toEqual([]);
  });

  it.each([[[]], [['core']], [['gold', 'month']], [['core', 'week']], [['', '']], [['constructor', 'month']]])(
    'sells nothing else: %j',
    async (parts) => {
      const answer = await pressing(billingWith()).buy(parts);
      expect(linksOf(answer)).toEqual([]);
      expect(textOf(answer)).toContain('not sold any more. `/subscribe`');
    },
  );

  it('says plainly that payments are not set up', async () => {
    const answer = await pressing(undefined).buy(['core', 'month'], { ...NOBODY, mayCall: false });
    expect(textOf(answer)).toContain('Payments are not set up on this server yet');
  });
});

describe('the button below a notice', () => {
  it('opens a fresh payment page for its presser', async () => {
    const answer = await pressing(billingWith()).manage();
    expect(linksOf(answer)).toMatchObject([
      { style: 5, label: 'Open the payment page', url: 'https://pay.example/42/portal' },
    ]);
  });

  it('asks outside only when there is time', async () => {
    expect(await pressing(billingWith()).manage({ ...NOBODY, mayCall: false })).toEqual({ kind: 'not-at-hand' });
  });

  it.each([
    ['nothing was bought', billingWith({ portalUrl: async () => undefined }), 'You have bought nothing here'],
    ['Stripe is down', billingWith({ portalUrl: down }), 'cannot be opened right now'],
    ['it was pressed a lot', billingWith({ portalUrl: tooOften }), 'You can open it again in 40 s'],
    ['payments are not set up', undefined, 'Payments are not set up on this server yet'],
  ])('says so when %s', async (_, billing, words) => {
    const answer = await pressing(billing).manage();
    expect(linksOf(answer)).toEqual([]);
    expect(textOf(answer)).toContain(words);
  });
});
