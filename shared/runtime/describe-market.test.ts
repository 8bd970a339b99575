import { describe, expect, it } from 'vitest';
import { anEvent, NOON, odds, quote } from '../../tests/support/odds.ts';
import { recordingTelemetry } from '../adapters/telemetry/recording-telemetry.ts';
import { advanceBoard } from '../domain/market/board.ts';
import type { BookQuote, MarketType } from '../domain/market/market.ts';
import { describeMarket } from './describe-market.ts';

function described(market: MarketType, quotes: readonly BookQuote[]) {
  const event = anEvent();
  const fingerprint = advanceBoard(undefined, odds(market, quotes, event), NOON).opened[0]?.fingerprint;
  if (!fingerprint) throw new Error('nothing was opened');
  const telemetry = recordingTelemetry();
  describeMarket(telemetry, event, market, fingerprint, NOON);
  const [record] = telemetry.records;
  return record?.kind === 'log' ? record : undefined;
}

describe('describeMarket', () => {
  it('tells a spread as the home side’s point, each book’s and the consensus', () => {
    expect(described('spread', [quote('alpha', -2.5, 1.91, 1.91), quote('bravo', -3.5, 1.91, 1.91)])).toMatchObject({
      level: 'debug',
      event: 'market_changed',
      fields: {
        eventId: 'game1',
        home: 'Harbor Hawks',
        market: 'spread',
        at: NOON,
        consensus: -3,
        books: ['alpha:-2.5000', 'bravo:-3.5000'],
      },
    });
  });

  it('tells a total in points', () => {
    expect(described('total', [quote('alpha', 44.5, 1.91, 1.91)])?.fields).toMatchObject({
      consensus: 44.5,
      books: ['alpha:44.5000'],
    });
  });

  it('tells a moneyline as the home side’s chance, of two or of three', () => {
    expect(described('moneyline', [quote('alpha', null, 1.91, 1.91)])?.fields).toMatchObject({ consensus: 0.5 });
    expect(described('moneyline', [quote('alpha', null, 2.6, 3.4, 2.6)])?.fields).toMatchObject({ consensus: 0.5 });
  });
});
