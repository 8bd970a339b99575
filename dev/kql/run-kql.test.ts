import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkKql, KqlError, type Row, runKql, type Tables } from './run-kql.ts';
import { Timespan } from './values.ts';

const NOW = Date.UTC(2026, 10, 10, 12);
const minute = (n: number): Date => new Date(NOW - n * 60_000);
const METRICS: readonly Row[] = [
  { TimeGenerated: minute(1), Name: 'calls', Sum: 6, ItemCount: 1, Properties: { result: 'ok' } },
  { TimeGenerated: minute(2), Name: 'calls', Sum: 2, ItemCount: 1, Properties: { result: 'bad' } },
  { TimeGenerated: minute(90), Name: 'age', Sum: 9, Min: 4, Max: 5, ItemCount: 2, Properties: {} },
];
const TABLES: Tables = { AppMetrics: METRICS };

const run = (query: string, tables: Tables = TABLES): readonly Row[] => runKql(query, tables, { now: NOW });
/** What an expression comes to. */
const value = (expression: string): unknown => run(`print x = ${expression}`)[0]?.['x'];
const T = 'datatable(a: string, n: long, r: real)';
const ROWS = `let t = ${T} ['x', 1, 1.5, 'y', 2, 2.5, 'x', 3, real(null)];`;

describe('an expression', () => {
  it.each<[string, unknown]>([
    ['7 / 2', 3],
    ['-7 / 2', -3],
    ['7 / 0', null],
    ['7.0 / 2', 3.5],
    ['7.0 / 0', Number.POSITIVE_INFINITY],
    ['7 % 4', 3],
    ['1 + 2 * 3', 7],
    ["'Hello world' has 'WORLD'", true],
    ["'Hello world' has 'worl'", false],
    ["'Hello world' !has 'worl'", true],
    ["'Hello' contains 'ELL'", true],
    ["'Hello' contains_cs 'ELL'", false],
    ["'Hello' startswith 'he'", true],
    ["'Hello' endswith_cs 'LO'", false],
    ["'Hello' =~ 'hELLO'", true],
    ["'Hello' == 'hello'", false],
    ["'a' in ('b', 'a')", true],
    ["'A' in ('a')", false],
    ["'A' in~ ('a')", true],
    ["'a' !in ('a')", false],
    ["'abc' matches regex '^a.c$'", true],
    ["'one two' has_any ('three', 'two')", true],
    ["'one two' has_all ('three', 'two')", false],
    ['3 between (1 .. 3)', true],
    ['4 !between (1 .. 3)', true],
    ['int(null) == 1', false],
    ['int(null) != 1', true],
    ['isnull(int(null) == int(null))', true],
    ['isnull(int(null) + 1)', true],
    ['iff(int(null) > 1, 1, 2)', 2],
    ["case(false, 'a', true, 'b', 'c')", 'b'],
    ["coalesce('', 'b')", 'b'],
    ['1h + 30m == 90m', true],
    ['2h / 30m', 4],
    ['ago(1d) == now() - 1d', true],
    ['startofmonth(now()) == datetime(2026-11-01)', true],
    ['endofmonth(now()) > datetime(2026-11-30 23:59:59)', true],
    ['bin(now(), 1d) == startofday(now())', true],
    ['bin(17, 5)', 15],
    ["datetime_diff('hour', now(), ago(90m))", 2],
    ["format_datetime(now(), 'yyyy-MM-dd HH:mm')", '2026-11-10 12:00'],
    [`tostring(parse_json('{"a":{"b":[1,2]}}').a.b[1])`, '2'],
    [`tostring(parse_json('{"a b":3}')['a b'])`, '3'],
    [`tostring(bag_keys(parse_json('{"a":1,"b":2}')))`, '["a","b"]'],
    ["isnull(todouble('x'))", true],
    ["tolong('12.7')", 12],
    ["extract(@'^(\\w+)-(\\d+)', 2, 'ab-12')", '12'],
    ["strcat('a', 1, true)", 'a1true'],
    ["'tab\\there'", 'tab\there'],
    ["@'no\\tab'", 'no\\tab'],
    ["tostring(dynamic({'a': 1}))", '{"a":1}'],
    ['round(2.345, 1)', 2.3],
    ['tostring(90m)', '01:30:00'],
    ['array_length(dynamic([1, 2]))', 2],
    ['toscalar(AppMetrics | count)', 3],
  ])('%s is %s', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  it('keeps a length of time apart from a number', () => {
    expect(value('now() - ago(5m)')).toEqual(new Timespan(300_000));
  });
});

describe('an operator', () => {
  it.each<[string, readonly Row[]]>([
    ['t | where n > 1 | project n', [{ n: 2 }, { n: 3 }]],
    ['t | where r > 1 | count', [{ Count: 2 }]],
    ['t | extend m = n * 2, k = n + 1 | take 1 | project m, k', [{ m: 2, k: 2 }]],
    ['t | take 1 | extend n = n + 1, m = n | project n, m', [{ n: 2, m: 1 }]],
    ['t | summarize make_list(n)', [{ list_n: [1, 2, 3] }]],
    ['t | join kind=inner t on r | summarize count()', [{ count_: 2 }]],
    ['t | project-away a, r | take 1', [{ n: 1 }]],
    ['t | project-rename b = a | take 1 | project b', [{ b: 'x' }]],
    [
      't | summarize s = sum(n), c = count() by a',
      [
        { a: 'x', s: 4, c: 2 },
        { a: 'y', s: 2, c: 1 },
      ],
    ],
    ['t | summarize count() by a | top 1 by count_', [{ a: 'x', count_: 2 }]],
    ['t | where n > 9 | summarize s = sum(n), c = count(), m = max(n)', [{ s: 0, c: 0, m: null }]],
    ['t | where n > 9 | summarize c = count() by a', []],
    ['t | summarize share = sumif(n, a == "x") / todouble(sum(n))', [{ share: 4 / 6 }]],
    ['t | summarize avg(r), min(n), dcount(a), countif(n > 1)', [{ avg_r: 2, min_n: 1, dcount_a: 2, countif_: 2 }]],
    ['t | summarize p = percentile(n, 50)', [{ p: 2 }]],
    ['t | summarize percentiles(n, 50, 95)', [{ percentile_n_50: 2, percentile_n_95: 3 }]],
    [
      't | summarize arg_max(n, *) by a | project a, n, r',
      [
        { a: 'x', n: 3, r: null },
        { a: 'y', n: 2, r: 2.5 },
      ],
    ],
    ['t | summarize arg_min(n, r)', [{ n: 1, r: 1.5 }]],
    ['t | summarize l = make_list(n), s = make_set(a)', [{ l: [1, 2, 3], s: ['x', 'y'] }]],
    ['t | order by n | project n', [{ n: 3 }, { n: 2 }, { n: 1 }]],
    ['t | order by a asc, n desc | project n', [{ n: 3 }, { n: 1 }, { n: 2 }]],
    ['t | order by r | project r', [{ r: 2.5 }, { r: 1.5 }, { r: null }]],
    ['t | order by r asc | project r', [{ r: null }, { r: 1.5 }, { r: 2.5 }]],
    ['t | top 1 by n asc | project n', [{ n: 1 }]],
    ['t | distinct a', [{ a: 'x' }, { a: 'y' }]],
    ['t | where a in ((t | where n == 2 | project a)) | project n', [{ n: 2 }]],
    ['union t, (t | where n == 1) | count', [{ Count: 4 }]],
    ['t | union t | count', [{ Count: 6 }]],
    ['range i from 1 to 5 step 2', [{ i: 1 }, { i: 3 }, { i: 5 }]],
    ['print l = dynamic(["p", "q"]) | mv-expand l to typeof(string)', [{ l: 'p' }, { l: 'q' }]],
    ['print b = dynamic({"p":1}) | mv-expand k = bag_keys(b) to typeof(string) | project k', [{ k: 'p' }]],
    ['let f = (least: long) { t | where n >= least }; f(3) | project n', [{ n: 3 }]],
    ['let least = 2; t | where n >= least | count | render table', [{ Count: 2 }]],
  ])('%s', (query, expected) => {
    expect(run(`${ROWS} ${query}`)).toEqual(expected);
  });

  const other = `let u = ${T.replace('r: real', 'm: long')} ['x', 1, 7, 'z', 5, 8];`;
  it.each<[string, readonly Row[]]>([
    ['leftanti', [{ a: 'y', n: 2 }]],
    [
      'leftsemi',
      [
        { a: 'x', n: 1 },
        { a: 'x', n: 3 },
      ],
    ],
    [
      'inner',
      [
        { a: 'x', n: 1 },
        { a: 'x', n: 3 },
      ],
    ],
    [
      'leftouter',
      [
        { a: 'x', n: 1 },
        { a: 'y', n: 2 },
        { a: 'x', n: 3 },
      ],
    ],
  ])('join kind=%s', (kind, expected) => {
    expect(run(`${ROWS} ${other} t | join kind=${kind} u on a | project a, n`)).toEqual(expected);
  });

  it('joins columns of different names, and names twins apart', () => {
    expect(run(`${ROWS} ${other} t | join kind=inner u on $left.n == $right.n | project a, a1, m`)).toEqual([
      { a: 'x', a1: 'x', m: 7 },
    ]);
    expect(run(`${ROWS} ${other} t | join kind=fullouter u on a | where isnull(n) | project a1, m`)).toEqual([
      { a1: 'z', m: 8 },
    ]);
  });
});

describe('the tables', () => {
  it('are asked by time, label and bin', () => {
    expect(
      run('AppMetrics | where TimeGenerated > ago(1h) | summarize s = sum(Sum) by tostring(Properties.result)'),
    ).toEqual([
      { Properties_result: 'ok', s: 6 },
      { Properties_result: 'bad', s: 2 },
    ]);
    expect(run('AppMetrics | summarize count() by bin(TimeGenerated, 1h) | count')).toEqual([{ Count: 2 }]);
  });

  it('have every column, and are empty where nothing came', () => {
    expect(run('AppTraces | count')).toEqual([{ Count: 0 }]);
    expect(run('AppMetrics | where Name == "calls" | summarize max(Max), any(AppRoleName)')).toEqual([
      { max_Max: null, any_AppRoleName: '' },
    ]);
  });
});

describe('a query that is wrong', () => {
  it.each([
    ['AppMetrics | where Nmae == 1', /Nmae.*line 1, column 20/],
    ['AppMetrics\n| summarise count()', /line 2/],
    ['NoTable | count', /NoTable/],
    ['AppMetrics | evaluate bag_unpack(Properties)', /EvaluateOperator is not supported here.*column 14/],
    ['AppMetrics | union withsource=T AppMetrics', /a parameter is not supported/],
    ['print l = dynamic([1]) | mv-expand with_itemindex=i l', /a parameter is not supported/],
    ['print x = hash_sha256("a")', /the function hash_sha256\(\) is not supported/],
    ['AppMetrics | join kind=rightanti (AppMetrics) on Name', /kind=rightanti/],
  ])('%s', (query, message) => {
    expect(() => run(query)).toThrow(KqlError);
    expect(() => run(query)).toThrow(message);
  });
});

describe('every query of infra', () => {
  const folder = new URL('../../infra/queries/', import.meta.url);
  const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
  const files = readdirSync(folder).filter((file) => file !== 'figures.kql');

  it.each(files)('%s is right by Kusto’s own rules, and runs', (file) => {
    const text = read(file).replaceAll('MONTHLY_CREDITS', '1000');
    const query = /^figures$/m.test(text) ? `${read('figures.kql')}\n${text}` : text;
    expect(checkKql(query)).toEqual([]);
    expect(run(query, {})).toEqual(file === 'timer-stopped.kql' ? expect.any(Array) : []);
  });
});
