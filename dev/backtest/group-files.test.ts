import { describe, expect, it } from 'vitest';
import { opening } from '../../tests/support/games.ts';
import { HOUR, NOON } from '../../tests/support/odds.ts';
import { line, recordings } from './fixtures.ts';
import { groupFiles } from './group-files.ts';

const { fileOf } = recordings();
const game = (league: string) => ({ ...opening({ start: NOON + HOUR }), sport_key: league });

describe('groupFiles', () => {
  it('puts the recordings of a league together, the biggest group first, by the first game of each', async () => {
    const nhl = fileOf(line(0, game('icehockey_nhl')));
    const empty = fileOf(line(0), line(5));
    const nba = [
      fileOf(line(0), line(5, game('basketball_nba')), line(6, game('icehockey_nhl'))),
      fileOf(line(3, game('basketball_nba'))),
    ];
    const groups = await groupFiles([nhl, empty, ...nba]);
    expect(groups.map(({ files }) => files)).toEqual([nba, [nhl], [empty]]);
  });

  it('looks no further than the first game', async () => {
    expect(await groupFiles([fileOf(line(0, game('basketball_nba')), 'no JSON')])).toHaveLength(1);
    const bad = fileOf(line(0), 'no JSON');
    await expect(groupFiles([bad])).rejects.toThrow(`${bad}:2: not JSON`);
    await expect(groupFiles(['/nowhere.jsonl'])).rejects.toThrow('/nowhere.jsonl: there is no such file');
  });
});
