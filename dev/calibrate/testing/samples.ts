import { sportEventSchema } from '../../../shared/domain/market/market.ts';
import type { Candidate } from '../../../shared/domain/signal/detect.ts';
import { detect } from '../../../shared/domain/signal/detect.ts';
import { transitionThrough } from '../../../tests/support/market.ts';
import { anEvent, everywhere, HOUR, movedTo, NOON } from '../../../tests/support/odds.ts';
import { chance } from '../../stand-ins/odds-api/simulator/chance.ts';
import type { Sample } from '../sample.ts';

const start = everywhere(-4.5);
const [template] = detect(transitionThrough('spread', [start, movedTo(start, -5.5, ['alpha', 'bravo'])]), []);

const WEEK = 7 * 24 * HOUR;

/** Numbers in [0, 1), always the same for a seed. */
export function chances(seed: number): () => number {
  let count = 0;
  return () => chance(seed, count++);
}

/** The log-odds by which invented prices beat the close. */
export const TRUTH = { intercept: -0.5, edgeOverTime: 20, agreement: 1.5 } as const;

interface Invented {
  readonly seed: number;
  readonly count: number;
  /** Over so many weeks. */
  readonly weeks: number;
  readonly league?: string;
}

/** Candidates of a made-up league, in time order, whose prices beat the close as often as {@link TRUTH} says. */
export function inventSamples({ seed, count, weeks, league = 'americanfootball_nfl' }: Invented): Sample[] {
  const random = chances(seed);
  return Array.from({ length: count }, (_, index) => {
    const at = NOON + Math.floor((index * weeks * WEEK) / count);
    const [edgeOverTime, agreement] = [0.1 * random(), random()];
    const logOdds = TRUTH.intercept + TRUTH.edgeOverTime * edgeOverTime + TRUTH.agreement * agreement;
    const beats = random() < 1 / (1 + Math.exp(-logOdds));
    return {
      candidate: candidateOf(index, at, league, { edgeOverTime, agreement }),
      lasting: { isNew: index % 2, readMinutes: 0, nearness: 0, stir: 0, cautiousEdge: 0, support: 0 },
      start: at + HOUR,
      clv: (beats ? 1 : -1) * (0.01 + 0.05 * random()),
      next: { stands: random() < Math.exp(-15 * (index % 2 ? 0.04 : 0.01)), minutes: 15 },
    };
  });
}

function candidateOf(
  index: number,
  at: number,
  league: string,
  features: Pick<Candidate['features'], 'edgeOverTime' | 'agreement'>,
): Candidate {
  if (!template) throw new Error('there is no candidate to begin with');
  const event = sportEventSchema.parse({ ...anEvent({ league }), id: `game${index}`, commenceTime: at + HOUR });
  return {
    ...template,
    offer: { ...template.offer, edge: 0.03 },
    features: {
      cautiousEdge: 0,
      support: 0,
      longshot: 0,
      volatility: -4,
      distance: 0,
      ...features,
    },
    view: { ...template.view, event, observedAt: at, transitionId: `t${index}` },
  };
}
