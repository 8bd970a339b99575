/**
 * The prices that British bookmakers write, gain to stake: the traditional ladder of their boards (from which a reader knows 8/13
 * and 11/8), with the tenths and twentieths about evens in which handicaps are priced. A fraction off the ladder, like 117/100,
 * is written by nobody.
 */
const LADDER = [
  '1/1000 1/500 1/200 1/100 1/66 1/50 1/40 1/33 1/25 1/20 1/16 1/14 1/12 1/10 1/9 1/8 1/7 1/6 2/11 1/5 2/9 1/4 2/7 3/10 1/3',
  '7/20 4/11 2/5 4/9 1/2 8/15 4/7 8/13 13/20 4/6 7/10 8/11 3/4 4/5 5/6 17/20 20/23 9/10 10/11 19/20',
  '1/1 21/20 11/10 23/20 6/5 5/4 13/10 11/8 7/5 6/4 8/5 13/8 17/10 7/4 9/5 15/8 19/10',
  '2/1 21/10 11/5 9/4 23/10 12/5 5/2 13/5 11/4 14/5 3/1 16/5 10/3 7/2 18/5 19/5 4/1 9/2 5/1 11/2 6/1 13/2 7/1 15/2 8/1 17/2 9/1',
  '10/1 11/1 12/1 14/1 16/1 18/1 20/1 22/1 25/1 28/1 33/1 40/1 50/1 66/1 80/1 100/1 125/1 150/1 200/1 250/1 500/1 1000/1',
]
  .flatMap((rungs) => rungs.split(' '))
  .map((text) => {
    const [gain = 0, stake = 1] = text.split('/').map(Number);
    return { text, gain: gain / stake };
  });

/** As far as a rung may be from a price that is rounded to the last place that prices are told in: half of it. */
const exactWithin = (odds: number): number => (odds < 1.1 ? 0.0005 : 0.005) + Number.EPSILON * 10;

/** Decimal odds as the nearest fraction of the ladder, `≈` before one that is not the price itself: `19/20`, `≈23/20`. */
export function fractionalOdds(odds: number): string {
  const gain = odds - 1;
  const distance = (rung: { readonly gain: number }): number => Math.abs(rung.gain - gain);
  const nearest = LADDER.reduce((best, rung) => (distance(rung) < distance(best) ? rung : best));
  return distance(nearest) <= exactWithin(odds) ? nearest.text : `≈${nearest.text}`;
}
