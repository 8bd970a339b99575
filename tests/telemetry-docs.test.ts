import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name ?? '');

it('every metric of the code stands in docs/telemetry.md, with its kind, and no other', () => {
  const code = globSync('shared/**/*.ts')
    .filter((file) => !/\.(test|contract)\.ts$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const kinds = { counter: 'count', distribution: 'observe', gauge: 'gauge' } as const;
  const rows = [...readFileSync('docs/telemetry.md', 'utf8').matchAll(/^\| (`[^|]+`) \| (\w+) \|/gm)];
  for (const [kind, method] of Object.entries(kinds)) {
    const documented = rows.flatMap(([, names = '', of]) => (of === kind ? found(names, /`(\w+)`/g) : []));
    const emitted = new Set(found(code, new RegExp(`(?:telemetry|figures)\\.${method}\\(\\s*'(\\w+)'`, 'g')));
    expect(emitted.size, kind).toBeGreaterThan(3);
    expect(documented.sort(), kind).toEqual([...emitted].sort());
  }
});
