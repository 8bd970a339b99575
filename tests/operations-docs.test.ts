import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseKql } from '../dev/kql/library.ts';
import { STORE_NAMES, STORES, type StoreName } from '../shared/stores.ts';
import { codeIn, filesOf, found, readFile, sectionOf, spoil } from './support/pages.ts';

// What an operator reads at night has to be true: each check is a function from text to problems, and is shown to find one.

const OPERATIONS = readFile('docs/operations.md');
const SECURITY = readFile('docs/security.md');

describe('the runbooks', () => {
  const rules = found(
    readFile('infra/modules/alerts.bicep'),
    /name: '([a-z-]+)'\n\s+(?:title:|location: 'global'\n\s+tags: tags\n\s+properties: \{\n\s+description:)/g,
  );
  const PARTS = ['**Subscribers:**', '**Look first:**', '```kql', '| what to do |', '**Worry**', '**Ends**'];
  const problems = (page: string): string[] =>
    rules.flatMap((name) => {
      const section = sectionOf(page, `### ${name}`);
      if (section === undefined) return [`${name} has no section`];
      return PARTS.filter((part) => !section.includes(part)).map((part) => `${name} lacks ${part}`);
    });

  it('are there for every alert rule, each with all of its parts', () => {
    expect(rules).toEqual(expect.arrayContaining(['odds-api-errors', 'cosmos-throttled']));
    expect(rules.length).toBeGreaterThan(12);
    expect(problems(OPERATIONS)).toEqual([]);
    expect(problems(spoil(OPERATIONS, '### queue-age\n', '### queue-ages\n'))).toEqual(['queue-age has no section']);
    expect(problems(spoil(OPERATIONS, '**Ends** on the 1st', 'On the 1st'))).toEqual([
      'credits-ahead-of-month lacks **Ends**',
    ]);
  });

  const code = filesOf('shared/**/*.ts')
    .filter((file) => !/\.(test|contract)\.ts$/.test(file))
    .map(readFile)
    .join('\n');
  const emitted = found(code, /\.(?:count|observe|gauge)\(\s*'(\w+)'/g);
  const logged = found(code, /\.(?:debug|info|warn|error)\(\s*'(\w+)'/g);
  const strange = (page: string): string[] => {
    const queries = codeIn(page, 'kql').join('\n');
    const lists = found(queries, /\bName in \(([^)]*)\)/g).flatMap((list) => found(list, /'(\w+_\w+)'/g));
    const metrics = [...found(queries, /\bName == '(\w+_\w+)'/g), ...lists];
    const events = found(queries, /Message has '([a-z]+(?:_[a-z]+)+)'/g);
    return [
      ...metrics.filter((name) => !emitted.includes(name)).map((name) => `nothing emits ${name}`),
      ...events.filter((name) => !logged.includes(name)).map((name) => `nothing logs ${name}`),
    ];
  };

  it('ask for figures and events that there are', () => {
    expect(codeIn(OPERATIONS, 'kql').length).toBeGreaterThan(rules.length);
    expect(strange(OPERATIONS)).toEqual([]);
    expect(strange(spoil(OPERATIONS, "'cache_requests'", "'cache_questions'"))).toEqual([
      'nothing emits cache_questions',
    ]);
    expect(strange(spoil(OPERATIONS, "has 'alert_delivered'", "has 'alert_arrived'"))).toEqual([
      'nothing logs alert_arrived',
    ]);
  });

  /** Tables that Azure fills by itself: their columns are not among ours. */
  const AZURES = /^(?:Usage|AzureDiagnostics)$/m;
  const misspelt = (page: string): string[] =>
    codeIn(page, 'kql')
      .filter((query) => !AZURES.test(query))
      .flatMap((query) => parseKql(query).problems.map(({ message }) => message));

  it('ask in Kusto’s own language, of the tables and columns that there are', () => {
    expect(misspelt(OPERATIONS)).toEqual([]);
    expect(misspelt(SECURITY)).toEqual([]);
    expect(misspelt(spoil(OPERATIONS, 'percentile(DurationMs, 95)', 'percentile(Duration, 95)'))).toHaveLength(1);
  });
});

describe('the secrets of the app', () => {
  const secrets = found(readFile('infra/modules/app.bicep'), /\{secrets\}\/([a-z-]+)\)/g).sort();
  const rotated = (page: string): string[] =>
    found(sectionOf(page, '## Rotate a secret') ?? '', /^\| `([a-z-]+)` \|/gm).sort();

  it('each have a row that says how to rotate them, and no other has', () => {
    expect(secrets).toHaveLength(6);
    expect(rotated(OPERATIONS)).toEqual(secrets);
    expect(rotated(spoil(OPERATIONS, '| `odds-api-key` |', '| odds key |'))).toHaveLength(5);
  });

  it('are those that the security page lists', () => {
    const [row = ''] = found(sectionOf(SECURITY, '## Secrets') ?? '', /^\| the vault \| ([^|]*) \|/gm);
    expect(found(row, /`([a-z-]+)`/g).sort()).toEqual(secrets);
  });
});

describe('the table of data held', () => {
  /** Names of a JSON schema's properties at any depth. */
  const propertiesOf = (node: unknown): string[] => {
    if (typeof node !== 'object' || node === null) return [];
    const named = 'properties' in node ? Object.keys(node.properties ?? {}) : [];
    return [...named, ...Object.values(node).flatMap(propertiesOf)];
  };
  const PERSONAL = ['userId', 'customers', 'customerId', 'stripe'];
  /** The user is the key of a document, or stands in a text. */
  const BESIDE_THE_SCHEMA: readonly StoreName[] = ['cooldowns', 'destinations', 'rejected'];
  const personal = STORE_NAMES.filter((name) => {
    const schema = z.toJSONSchema(STORES[name].schema, { io: 'input', unrepresentable: 'any' });
    return BESIDE_THE_SCHEMA.includes(name) || propertiesOf(schema).some((each) => PERSONAL.includes(each));
  });
  const section = (page: string): string => sectionOf(page, '## Data held') ?? '';
  const rows = (page: string): string[] => found(section(page), /^\| `([a-z-]+)` \|/gm);
  const nobody = (page: string): string[] =>
    found(section(page).match(/^Nobody is in these: ([^.]*)\./m)?.[1] ?? '', /`([a-z-]+)`/g);
  const missing = (page: string): string[] => personal.filter((name) => !rows(page).includes(name));

  it('has a row for every container that holds ids of users', () => {
    const known = ['users', 'watchers', 'subscribers', 'deliveries', 'feedback', 'billing-cases'];
    expect(personal).toEqual(expect.arrayContaining(known));
    expect(personal).not.toContain('signals');
    expect(missing(SECURITY)).toEqual([]);
    expect(missing(spoil(SECURITY, '| `feedback` |', '| thumbs |'))).toEqual(['feedback']);
  });

  it('has every other container beside it as one that holds nobody, and none twice', () => {
    expect(nobody(SECURITY).length).toBeGreaterThan(10);
    expect([...rows(SECURITY), ...nobody(SECURITY)].sort()).toEqual([...STORE_NAMES].sort());
  });

  it('says how long each is kept, as the store has it', () => {
    const kept = (name: string): string =>
      found(section(SECURITY), new RegExp(`^\\| \`${name}\` \\| [^|]* \\| ([^|]*) \\|`, 'gm')).join();
    const lifetimes = Object.entries(STORES).flatMap(([name, store]) =>
      'ttlSeconds' in store && rows(SECURITY).includes(name) ? [[name, store.ttlSeconds] as const] : [],
    );
    expect(lifetimes.length).toBeGreaterThan(3);
    for (const [name, seconds] of lifetimes)
      expect(kept(name), name).toBe(seconds < 86_400 ? `${seconds / 3600} hour` : `${seconds / 86_400} days`);
    expect(kept('users')).toBe('until forgotten');
  });
});
