import { createAllowances } from '../../../shared/adapters/allowances/allowances.ts';
import type { Needs, Takes } from '../../../shared/discord/commands/command.ts';
import { BENEFITS, FEATURES, STANDINGS, type Standing } from '../../../shared/domain/account/tiers.ts';
import { admit } from '../../../shared/pipeline/interactions/access.ts';
import { type Checks, counted, type Finding, fail, pass } from '../check.ts';
import { ASKABLE, type Askable, MEANT } from '../tier-table.ts';

const REMEDY = 'do not open: npm test, and compare shared/domain/account/tiers.ts';

/** Every command and button for each tier, through the code that lets people in. */
export const tierChecks = (askable: readonly Askable[] = ASKABLE): Checks => ({
  checks: STANDINGS.map((standing) => ({
    name: standing === 'none' ? 'no subscription' : standing,
    look: () => standingFinding(standing, askable),
  })),
});

async function standingFinding(standing: Standing, askable: readonly Askable[]): Promise<Finding> {
  const unknown = Object.keys(MEANT).filter((name) => !askable.some((one) => one.name === name));
  if (unknown.length > 0) return fail(`not to be asked for any more: ${unknown.join(', ')}`, REMEDY);
  const asked = await Promise.all(askable.map((one) => answers(standing, one)));
  const wrong = asked.filter(({ isAdmitted, isMeant }) => isAdmitted !== isMeant);
  if (wrong.length > 0)
    return fail(
      wrong.map(({ name, isAdmitted }) => `${name} is ${isAdmitted ? 'answered' : 'refused'}`).join('; '),
      REMEDY,
    );
  const limits = await Promise.all((['queries', 'insights'] as const).map((takes) => limitFault(standing, takes)));
  const [fault] = limits.filter((each) => each !== undefined);
  if (fault !== undefined) return fail(fault, REMEDY);
  const admitted = asked.filter(({ isAdmitted }) => isAdmitted).length;
  const { queries } = BENEFITS[standing];
  return pass(
    `${admitted} answered, ${asked.length - admitted} refused; ${counted(queries.points, 'query', 'queries')}`,
  );
}

interface Answered {
  readonly name: string;
  readonly isAdmitted: boolean;
  readonly isMeant: boolean;
}

async function answers(standing: Standing, { name, needs }: Askable): Promise<Answered> {
  const access = await admit(createAllowances(), { userId: '1', standing }, needs);
  return { name, isAdmitted: access.kind === 'admitted', isMeant: mayHave(standing, MEANT[name] ?? {}) };
}

/** By the table of benefits alone. */
const mayHave = (standing: Standing, { feature, takes }: Needs): boolean =>
  (feature === undefined || FEATURES[feature](BENEFITS[standing])) &&
  (takes === undefined || (BENEFITS[standing][takes]?.points ?? 0) > 0);

/** Asks once more than there is. */
async function limitFault(standing: Standing, takes: Takes): Promise<string | undefined> {
  const allowances = createAllowances();
  const points = BENEFITS[standing][takes]?.points ?? 0;
  let admitted = 0;
  for (let asked = 0; asked <= points; asked++)
    if ((await admit(allowances, { userId: '1', standing }, { takes })).kind === 'admitted') admitted += 1;
  return admitted === points ? undefined : `${admitted} ${takes} are answered, and ${points} are paid for`;
}
