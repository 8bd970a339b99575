import { asData } from '../as-data.ts';
import { iso, lines, type Run, table } from '../printed.ts';

/** Of a line that has to fit a screen. */
const MOST_IN_LIST = 60;
const MOST_INPUT = 4000;

export const rejectedList: Run = async (app, { args: [source] }) => {
  const list = await app.operations.listRejected(source);
  const { newest, count, isCut } = list;
  const json = {
    ...list,
    newest: newest.map(({ input, ...rest }) => ({ ...rest, input: input.slice(0, MOST_IN_LIST) })),
  };
  if (count === 0) return { json, text: 'Nothing was refused in the last 30 days.' };
  return {
    json,
    text: lines(
      table(
        newest.map((one) => [
          one.id,
          iso(one.at),
          one.source,
          one.kind,
          asData(one.reason, 2 * MOST_IN_LIST),
          asData(one.input, MOST_IN_LIST),
        ]),
      ),
      count > newest.length ? [`${count - newest.length}${isCut ? ' or more' : ''} older ones are there.`] : [],
      '',
      'npm run ops -- rejected show ID shows one.',
    ),
  };
};

export const rejectedShow: Run = async (app, { args: [id = ''] }) => {
  const found = await app.operations.showRejected(id);
  if (!found) throw new Error(`Nothing was refused under ${id}: npm run ops -- rejected list lists what was.`);
  return {
    json: found,
    text: lines(
      `${found.source}, ${found.kind === 'failed' ? 'failed for the fifth time' : 'refused'} ${iso(found.at)}`,
      `  ${asData(found.reason)}`,
      `  ${asData(found.input, MOST_INPUT)}`,
    ),
  };
};
