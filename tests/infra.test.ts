import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readConfig, SETTING_NAMES } from '../shared/config.ts';
import { QUEUE_NAMES } from '../shared/messages/messages.ts';
import { STORE_NAMES } from '../shared/stores.ts';

// Bicep's compiler is not at hand everywhere: what a compiler would not notice anyhow is checked on the text. Each check is a function
// from text to problems, and is shown to find one in a text that was spoilt.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): string => readFileSync(`${ROOT}${file}`, 'utf8');
const filesOf = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).sort();
const readAll = (pattern: string): string => filesOf(pattern).map(read).join('\n');

const withoutComments = (bicep: string): string => bicep.replace(/^\s*\/\/.*$/gm, '');
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name ?? '');
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** What only one of two sets of names has, in words. */
const differences = (inInfra: readonly string[], inCode: readonly string[]): string[] => [
  ...sorted(inInfra)
    .filter((name) => !inCode.includes(name))
    .map((name) => `${name} is in infra only`),
  ...sorted(inCode)
    .filter((name) => !inInfra.includes(name))
    .map((name) => `${name} is in the code only`),
];

const spoil = (text: string, from: string, to: string): string => {
  expect(text, `there is nothing to spoil: ${from}`).toContain(from);
  return text.replace(from, to);
};

/** The texts of `var NAME = [ '…' '…' ]`. */
const listIn = (bicep: string, name: string): string[] =>
  found(bicep.match(new RegExp(`^var ${name} = \\[\\n([\\s\\S]*?)^\\]`, 'm'))?.[1] ?? '', /^\s*'([^']+)'$/gm);

const APP = read('infra/modules/app.bicep');
const STORAGE = read('infra/modules/storage.bicep');
const DATABASE = read('infra/modules/database.bicep');
const ALERTS = read('infra/modules/alerts.bicep');
const MAIN = read('infra/main.bicep');
const PUBLIC = read('infra/settings.json');
const PHASES = filesOf('infra/users-*.bicepparam');
const WORKFLOW = read('.github/workflows/deliver.yml');
const QUERIES = readAll('infra/queries/*.kql');
const TILES = readAll('infra/workbook/tiles/*.kql');
const FUNCTIONS = readAll('functions/*.ts');
const SHARED = filesOf('shared/**/*.ts')
  .filter((file) => !/\.(test|contract)\.ts$/.test(file))
  .map(read)
  .join('\n');

/** `NAME: expression` of every setting that the Bicep writes by itself. */
const settingsIn = (app: string): ReadonlyMap<string, string> => {
  const text = withoutComments(app);
  const block = text.slice(text.indexOf('var secretSettings'), text.indexOf('var settings = union'));
  return new Map([...block.matchAll(/^ {2,}(\w+): (.+)$/gm)].map(([, name = '', value = '']) => [name, value]));
};
const publicIn = (json: string): Record<string, string> => JSON.parse(json) as Record<string, string>;

/** What the Functions host and the telemetry exporter read. */
const FOR_THE_HOST = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATION_INSIGHTS_NO_STATSBEAT',
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__credential',
  'languageWorkers__node__arguments',
];
/** What has a safe default, is set by Azure, or must not be there. */
const LEFT_OUT = [
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_MODEL',
  'AzureWebJobsStorage',
  'AzureWebJobsStorage__accountName',
  'COSMOS_KEY',
  'DISCORD_API_BASE_URL',
  'ODDS_API_BASE_URL',
  'OTEL_METRIC_EXPORT_INTERVAL',
  'QUICKCHART_BASE_URL',
  'STRIPE_API_BASE_URL',
  'WEBSITE_HOSTNAME',
  'WEBSITE_INSTANCE_ID',
];

const settingProblems = (app: string, json: string): string[] => {
  const inInfra = [...settingsIn(app).keys(), ...Object.keys(publicIn(json))];
  const twice = inInfra.filter((name, at) => inInfra.indexOf(name) !== at).map((name) => `${name} is set twice`);
  return [
    ...differences(inInfra, [...SETTING_NAMES.filter((name) => !LEFT_OUT.includes(name)), ...FOR_THE_HOST]),
    ...twice,
  ];
};

const LOOKS_SECRET = /(KEY|TOKEN|SECRET|PASSWORD|REDIS_URL|CONNECTION_STRING)$/i;
/** Of these anybody may know: the second takes nothing without a token of Entra ID. */
const NO_SECRET = ['DISCORD_PUBLIC_KEY', 'APPLICATIONINSIGHTS_CONNECTION_STRING'];
const isSecret = (name: string): boolean => LOOKS_SECRET.test(name) && !NO_SECRET.includes(name);

const secretProblems = (app: string, json: string): string[] => [
  ...[...settingsIn(app)]
    .filter(([name]) => isSecret(name))
    .filter(([name, value]) => {
      const secret = name.toLowerCase().replaceAll('_', '-');
      return value !== `'@Microsoft.KeyVault(SecretUri=\${secrets}/${secret})'`;
    })
    .map(([name]) => `${name} is no reference to its secret in the vault`),
  ...Object.keys(publicIn(json))
    .filter(isSecret)
    .map((name) => `${name} stands among what is public`),
];

describe('the settings of the app', () => {
  it('are those that the configuration knows, and all of them', () => {
    expect(settingProblems(APP, PUBLIC)).toEqual([]);
    expect(settingProblems(spoil(APP, 'ODDS_API_KEY:', 'ODDS_KEY:'), PUBLIC)).toEqual([
      'ODDS_KEY is in infra only',
      'ODDS_API_KEY is in the code only',
    ]);
    expect(settingProblems(APP, spoil(PUBLIC, 'DISCORD_GUILD_ID', 'DISCORD_SERVER_ID'))).toHaveLength(2);
    expect(settingProblems(APP, spoil(PUBLIC, '"ODDS_REGIONS"', '"COSMOS_DATABASE": "", "ODDS_REGIONS"'))).toEqual([
      'COSMOS_DATABASE is set twice',
    ]);
  });

  it('leave out nothing that the configuration does not know', () => {
    expect(LEFT_OUT.filter((name) => !(SETTING_NAMES as string[]).includes(name))).toEqual([]);
  });

  it('are enough for the app to start, with every value of its form', () => {
    const publicValue = (name: string, index: number): string =>
      name === 'DISCORD_PUBLIC_KEY' ? 'a'.repeat(64) : name.startsWith('DISCORD') ? String(index + 1) : '';
    const values: Record<string, string> = {
      ...Object.fromEntries(
        Object.entries(publicIn(PUBLIC)).map(([name, value], index) => [name, value || publicValue(name, index)]),
      ),
      ODDS_API_KEY: 'key',
      DISCORD_BOT_TOKEN: 'token',
      AzureWebJobsStorage__queueServiceUri: 'https://account.queue.core.windows.net/',
      AzureWebJobsStorage__clientId: 'client',
      COSMOS_ENDPOINT: 'https://account.documents.azure.com:443/',
      COSMOS_DATABASE: 'oddstracker',
      ODDS_MONTHLY_CREDITS: '20000',
    };
    expect(Object.keys(values).filter((name) => !settingsIn(APP).has(name) && !(name in publicIn(PUBLIC)))).toEqual([]);
    expect(readConfig(values).storage).toMatchObject({ kind: 'identity', clientId: 'client' });
    expect(() => readConfig({ ...values, ODDS_API_KEY: '' })).toThrow('ODDS_API_KEY');
  });

  it('name every secret by its place in the vault', () => {
    expect([...settingsIn(APP).keys()].filter(isSecret)).toHaveLength(6);
    expect(secretProblems(APP, PUBLIC)).toEqual([]);
    expect(
      secretProblems(spoil(APP, `'@Microsoft.KeyVault(SecretUri=\${secrets}/odds-api-key)'`, 'oddsApiKey'), PUBLIC),
    ).toEqual(['ODDS_API_KEY is no reference to its secret in the vault']);
    expect(secretProblems(spoil(APP, 'secrets}/redis-url', 'secrets}/odds-api-key'), PUBLIC)).toEqual([
      'REDIS_URL is no reference to its secret in the vault',
    ]);
    expect(secretProblems(APP, '{"STRIPE_SECRET_KEY":""}')).toEqual(['STRIPE_SECRET_KEY stands among what is public']);
  });
});

describe('queues and containers', () => {
  const queueProblems = (storage: string): string[] => [
    ...differences(listIn(storage, 'queueNames'), QUEUE_NAMES),
    ...(storage.match(/\[\s*for queueName in queueNames: \{/g)?.length === 2 ? [] : ['not every queue is made, twice']),
    ...(storage.includes(`name: '\${queueName}-poison'`) ? [] : ['no queue has a poison queue']),
  ];
  const containerProblems = (database: string): string[] => [
    ...differences(listIn(database, 'containerNames'), STORE_NAMES),
    ...["paths: ['/pk']", 'defaultTtl: -1']
      .filter((line) => !database.includes(line))
      .map((line) => `missing: ${line}`),
  ];

  it('are made for every queue of the code, each with its poison queue', () => {
    expect(queueProblems(STORAGE)).toEqual([]);
    expect(queueProblems(spoil(STORAGE, "  'deliveries'\n", ''))).toEqual(['deliveries is in the code only']);
    expect(queueProblems(spoil(STORAGE, "'alerts'", "'alarms'"))).toHaveLength(2);
    expect(queueProblems(spoil(STORAGE, '-poison', '-dead'))).toEqual(['no queue has a poison queue']);
  });

  it('are made for every store of the code, with the partition key and lifetime that it counts on', () => {
    expect(containerProblems(DATABASE)).toEqual([]);
    expect(containerProblems(spoil(DATABASE, "  'signals'\n", "  'signals'\n  'secrets'\n"))).toEqual([
      'secrets is in infra only',
    ]);
    expect(containerProblems(spoil(DATABASE, "  'claims'\n", ''))).toEqual(['claims is in the code only']);
    expect(containerProblems(spoil(DATABASE, 'defaultTtl: -1', 'defaultTtl: 60'))).toEqual(['missing: defaultTtl: -1']);
  });
});

describe('functions and routes', () => {
  const queueFunctions = found(FUNCTIONS, /onQueue\(\s*'([\w-]+)'/g);
  const timers = [...FUNCTIONS.matchAll(/functions\.timer\('([\w-]+)',[\s\S]*?schedule: '([^']+)'/g)];
  const everyFewMinutes = timers
    .filter(([, , schedule = '']) => schedule.endsWith(' * * * *'))
    .map(([, name = '']) => name);
  const httpFunctions = found(FUNCTIONS, /functions\.http\('([\w-]+)'/g);
  const routes = [...FUNCTIONS.matchAll(/route: '([^']+)',\s*methods: \['(\w+)'\]/g)]
    .filter(([, route, method]) => method === 'POST' || route === 'health')
    .map(([, route = '']) => route);
  /** People wait for none of them: the half minute of a cold start does no harm. */
  const mayStartCold = ['apply-billing-event'];
  const warmIn = (phase: string): string[] => found(withoutComments(phase), /name: 'function:([\w-]+)'/g);

  it('are found in the code at all', () => {
    expect(queueFunctions).toHaveLength(QUEUE_NAMES.length);
    expect(everyFewMinutes).toContain('poll-odds');
    expect(routes).toContain('stripe/webhook');
  });

  it.each(PHASES)('%s keeps warm only what there is', (file) => {
    const strange = (phase: string) => warmIn(phase).filter((name) => !queueFunctions.includes(name));
    expect(strange(read(file))).toEqual([]);
    expect(strange(spoil(read(file), 'function:deliver-alert', 'function:send-alert'))).toEqual(['send-alert']);
    expect(read(file)).toMatch(/name: 'http', instanceCount: [1-9]/);
  });

  it('every queue function is kept warm for many users, or may start cold', () => {
    const problems = (phase: string) => differences([...warmIn(phase), ...mayStartCold], queueFunctions);
    expect(problems(read('infra/users-5000.bicepparam'))).toEqual([]);
    expect(problems(read('infra/users-50.bicepparam'))).toContain('score-market is in the code only');
  });

  it('every route that others are told of is handed out', () => {
    const problems = (main: string) => differences(found(main, /\}\/api\/([\w/-]+)'/g), routes);
    expect(problems(MAIN)).toEqual([]);
    expect(problems(spoil(MAIN, '/api/stripe/webhook', '/api/stripe'))).toEqual([
      'stripe is in infra only',
      'stripe/webhook is in the code only',
    ]);
  });

  it('the alert rules watch every timer that runs all the time, and functions that exist', () => {
    const watched = (query: string) => found(query.match(/datatable[^[]*\[([^\]]*)\]/)?.[1] ?? '', /'([\w-]+)'/g);
    const query = read('infra/queries/timer-stopped.kql');
    expect(differences(watched(query), everyFewMinutes)).toEqual([]);
    expect(differences(watched(spoil(query, ", 'settle-markets'", '')), everyFewMinutes)).toEqual([
      'settle-markets is in the code only',
    ]);
    const asked = found(QUERIES, /\bName == '([\w-]+)'/g);
    expect(asked).not.toEqual([]);
    expect(asked.filter((name) => ![...queueFunctions, ...everyFewMinutes, ...httpFunctions].includes(name))).toEqual(
      [],
    );
  });
});

describe('alert rules', () => {
  const emitted = found(SHARED, /\.(?:count|observe|gauge)\(\s*'(\w+)'/g);
  const logged = found(SHARED, /\.(?:debug|info|warn|error)\(\s*'(\w+)'/g);
  const metricsIn = (queries: string): string[] => [
    ...found(queries, /\bmetric == '(\w+)'/g),
    ...found(queries, /\bmetric in \(([^)]*)\)/g).flatMap((list) => found(list, /'(\w+)'/g)),
  ];
  const eventsIn = (queries: string): string[] => found(queries, /"event":"(\w+)"/g);
  const queryProblems = (queries: string): string[] => [
    ...sorted(metricsIn(queries))
      .filter((name) => !emitted.includes(name))
      .map((name) => `nothing emits ${name}`),
    ...sorted(eventsIn(queries))
      .filter((name) => !logged.includes(name))
      .map((name) => `nothing logs ${name}`),
  ];

  it('name only metrics and log events that the code emits', () => {
    expect(metricsIn(QUERIES).length).toBeGreaterThan(5);
    expect(eventsIn(QUERIES)).toContain('poison_messages_waiting');
    expect(queryProblems(QUERIES)).toEqual([]);
    expect(
      queryProblems(spoil(QUERIES, "metric == 'redis_connection_failures'", "metric == 'redis_failures'")),
    ).toEqual(['nothing emits redis_failures']);
    expect(queryProblems(spoil(QUERIES, "'delivery_failures')", "'deliveries_lost')"))).toEqual([
      'nothing emits deliveries_lost',
    ]);
    expect(queryProblems(spoil(QUERIES, 'poison_messages_waiting', 'poison'))).toEqual(['nothing logs poison']);
  });

  it('and so do the tiles of the workbook', () => {
    expect(metricsIn(TILES).length).toBeGreaterThan(15);
    expect(eventsIn(TILES)).toContain('person_active');
    expect(queryProblems(TILES)).toEqual([]);
    expect(queryProblems(spoil(TILES, "'claude_tokens'", "'claude_words'"))).toEqual(['nothing emits claude_words']);
    expect(queryProblems(spoil(TILES, 'person_active', 'person_seen'))).toEqual(['nothing logs person_seen']);
  });

  it('use every query, each under its own name, and put before it the figures where it asks them', () => {
    const rules = [...ALERTS.matchAll(/name: '([\w-]+)'\n\s+title:[\s\S]*?query: (.+)$/gm)];
    const files = filesOf('infra/queries/*.kql').map((file) => file.replace(/^.*\/|\.kql$/g, ''));
    expect(differences([...rules.map(([, name = '']) => name), 'figures'], files)).toEqual([]);
    for (const [, name = '', query = ''] of rules) {
      expect(query).toContain(`loadTextContent('../queries/${name}.kql')`);
      expect(query.startsWith(`'\${figures}\\n`), name).toBe(/^figures$/m.test(read(`infra/queries/${name}.kql`)));
    }
  });
});

describe('modules and phases', () => {
  const parametersOf = (bicep: string): string[] => found(withoutComments(bicep), /^param (\w+)/gm);
  const requiredOf = (bicep: string): string[] => {
    const optional = found(withoutComments(bicep), /^param (\w+) [^\n]*=/gm);
    return parametersOf(bicep).filter((name) => !optional.includes(name));
  };
  const calls = [...withoutComments(MAIN).matchAll(/^module \w+ '([^']+)'[\s\S]*?params: \{([\s\S]*?)\n? {0,2}\}\n/gm)];

  it('every module is given exactly what it asks for', () => {
    expect(calls).toHaveLength(filesOf('infra/modules/*.bicep').length);
    for (const [, file = '', given = ''] of calls)
      expect(
        differences(found(given, /(?:^|, |\{ ?|\n)\s*(\w+):/g), parametersOf(read(`infra/${file}`))),
        file,
      ).toEqual([]);
  });

  it('no parameter is asked for and not used', () => {
    for (const file of filesOf('infra/**/*.bicep')) {
      const text = withoutComments(read(file));
      const unused = parametersOf(text).filter(
        (name) => (text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0) < 2,
      );
      expect(unused, file).toEqual([]);
    }
  });

  it.each(PHASES)('%s gives everything that has no default, and nothing unknown', (file) => {
    const given = parametersOf(read(file));
    expect(given.filter((name) => !parametersOf(MAIN).includes(name))).toEqual([]);
    expect(requiredOf(MAIN).filter((name) => !given.includes(name))).toEqual([]);
    expect(requiredOf(MAIN)).toContain('publicSettings');
    expect(requiredOf(MAIN)).not.toContain('nodeVersion');
  });

  it('there is one for 50, 500 and 5,000 users, and azd is told of one of them', () => {
    expect(PHASES).toEqual(['infra/users-50.bicepparam', 'infra/users-500.bicepparam', 'infra/users-5000.bicepparam']);
    const chosen = read('azure.yaml').match(/^ {2}module: (\S+)$/m)?.[1];
    expect(PHASES).toContain(`infra/${chosen}.bicepparam`);
  });

  it('the pipeline hands on every variable that a phase reads', () => {
    const asked = sorted(PHASES.flatMap((file) => found(read(file), /readEnvironmentVariable\('(\w+)'/g)));
    const missing = (workflow: string) => asked.filter((name) => !new RegExp(`^ +${name}: `, 'm').test(workflow));
    expect(asked).toContain('ODDSTRACKER_PAYMENTS');
    expect(missing(WORKFLOW)).toEqual([]);
    expect(missing(WORKFLOW.replaceAll('ODDSTRACKER_PAYMENTS: ', ''))).toEqual(['ODDSTRACKER_PAYMENTS']);
  });
});

describe('keys and doors', () => {
  const deployed = [...filesOf('infra/**/*.{bicep,bicepparam,json}'), 'azure.yaml', '.github/workflows/deliver.yml'];
  const KEYS =
    /list\w*(Keys|Secrets|ConnectionStrings)\w*\(|\.list\w+\(|(Account|SharedAccess|Instrumentation)Key=|DefaultEndpointsProtocol|SharedAccessSignature|primaryKey|publish-profile|\$\{\{\s*secrets\./i;
  const LOCKS: readonly (readonly [file: string, line: string])[] = [
    ['infra/modules/storage.bicep', 'allowSharedKeyAccess: false'],
    ['infra/modules/storage.bicep', 'allowBlobPublicAccess: false'],
    ['infra/modules/storage.bicep', "minimumTlsVersion: 'TLS1_2'"],
    ['infra/modules/storage.bicep', "defaultAction: closeNetwork ? 'Deny' : 'Allow'"],
    ['infra/modules/database.bicep', 'disableLocalAuth: true'],
    ['infra/modules/database.bicep', "minimalTlsVersion: 'Tls12'"],
    ['infra/modules/database.bicep', 'isVirtualNetworkFilterEnabled: closeNetwork'],
    ['infra/modules/monitoring.bicep', 'DisableLocalAuth: true'],
    ['infra/modules/vault.bicep', 'enableRbacAuthorization: true'],
    ['infra/modules/vault.bicep', "defaultAction: closeNetwork ? 'Deny' : 'Allow'"],
    ['infra/modules/redis.bicep', "clientProtocol: 'Encrypted'"],
    ['infra/modules/redis.bicep', "minimumTlsVersion: '1.2'"],
    ['infra/modules/app.bicep', 'httpsOnly: true'],
    ['infra/modules/app.bicep', "minTlsVersion: '1.2'"],
    ['infra/modules/app.bicep', "type: 'UserAssignedIdentity'"],
    ['infra/main.bicep', 'param closeNetwork bool = true'],
  ];

  it.each(deployed)('no key is read, and none stands, in %s', (file) => {
    expect(read(file)).not.toMatch(KEYS);
  });

  it.each([
    'storage.listKeys().keys[0].value',
    "listKeys(storage.id, '2024-01-01')",
    'AccountKey=abc',
    `\${{ secrets.AZURE_CREDENTIALS }}`,
  ])('%s would be found', (line) => {
    expect(`${APP}\n${line}`).toMatch(KEYS);
  });

  it.each(LOCKS)('%s says %s', (file, line) => {
    expect(withoutComments(read(file))).toContain(line);
  });

  it('what is kept or billed tells the workspace what is done to it', () => {
    const told = filesOf('infra/modules/*.bicep').filter((file) => read(file).includes('Insights/diagnosticSettings@'));
    expect(told.map((file) => file.replace(/^.*\/|\.bicep$/g, ''))).toEqual([
      'app',
      'database',
      'monitoring',
      'redis',
      'storage',
      'vault',
    ]);
  });
});

describe('the pipeline', () => {
  it('takes foreign actions by commit', () => {
    const loose = (workflow: string) =>
      found(workflow, /uses: (.+)$/gm).filter((action) => !/^[\w/-]+@[0-9a-f]{40} # v[\d.]+$/.test(action));
    expect(found(WORKFLOW, /uses: (.+)$/gm).length).toBeGreaterThan(3);
    expect(loose(WORKFLOW)).toEqual([]);
    expect(loose(WORKFLOW.replace(/azure\/login@\S+ # v2.3.0/, 'azure/login@v2'))).toEqual(['azure/login@v2']);
  });

  it('may write nothing, and gets a token only behind the gate, after the checks', () => {
    const jobs = WORKFLOW.slice(WORKFLOW.indexOf('\njobs:'));
    expect(WORKFLOW).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(found(WORKFLOW, /^ +([\w-]+): write$/gm)).toEqual(['id-token']);
    const deploy = jobs.slice(jobs.indexOf('\n  deploy:'));
    expect(deploy).toContain('id-token: write');
    expect(deploy).toContain('environment: production');
    expect(deploy).toContain('needs: [check, infrastructure]');
    expect(deploy).toContain("if: github.ref == 'refs/heads/main'");
  });
});
