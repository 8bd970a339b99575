/**
 * The operators' page as a workbook of the Azure portal, from infra/workbook/tiles.json and its queries. After a change of those:
 * `node dev/workbook/workbook.ts`, which writes infra/workbook/workbook.json.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { overMs, readTiles, type STATES, type Tile, type Unit } from './tiles.ts';

const RESOURCE_TYPE = 'microsoft.operationalinsights/workspaces';
const HOUR_MS = 3_600_000;
const RANGES_MS = [HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS, 30 * 24 * HOUR_MS];

/** The workbook's number formats: https://learn.microsoft.com/azure/azure-monitor/visualize/workbooks-grid-visualizations */
const NUMBER_FORMATS: Readonly<Record<Unit, object>> = {
  count: { unit: 17, options: { style: 'decimal', maximumFractionDigits: 1 } },
  number: { unit: 0, options: { style: 'decimal', maximumFractionDigits: 1 } },
  percent: { unit: 1, options: { style: 'decimal', maximumFractionDigits: 1 } },
  ms: { unit: 23, options: { style: 'decimal', maximumFractionDigits: 1 } },
  seconds: { unit: 24, options: { style: 'decimal', maximumFractionDigits: 0 } },
  usd: { unit: 0, options: { style: 'currency', currency: 'USD', maximumFractionDigits: 2 } },
};

/** What is shown of a state: colour and word, since not everybody sees the colour. */
const TAGS: Readonly<Record<(typeof STATES)[number], { readonly colour: string; readonly word: string }>> = {
  critical: { colour: 'redBright', word: 'act' },
  warning: { colour: 'orange', word: 'look' },
  good: { colour: 'green', word: 'fine' },
  quiet: { colour: 'gray', word: '–' },
};

const byThreshold = {
  columnMatch: 'state',
  formatter: 18,
  formatOptions: {
    thresholdsOptions: 'colors',
    thresholdsGrid: [
      ...Object.entries(TAGS).map(([state, { colour, word }]) => ({
        operator: '==',
        thresholdValue: state,
        representation: colour,
        text: word,
      })),
      { operator: 'Default', thresholdValue: null, representation: 'gray', text: '{0}' },
    ],
    showAsTag: true,
  },
};

const figureSettings = ({ units }: Tile): object => ({
  titleContent: { columnMatch: 'label', formatter: 1 },
  leftContent: {
    columnMatch: 'value',
    formatter: 12,
    formatOptions: { palette: 'none' },
    numberFormat: NUMBER_FORMATS[units['value'] ?? 'number'],
  },
  rightContent: byThreshold,
  secondaryContent: { columnMatch: 'note', formatter: 1 },
  showBorder: true,
  size: 'auto',
});

const gridSettings = ({ units }: Tile): object => ({
  formatters: [
    byThreshold,
    ...Object.entries(units).map(([column, unit]) => ({
      columnMatch: column,
      formatter: 0,
      numberFormat: NUMBER_FORMATS[unit],
    })),
  ],
  rowLimit: 100,
});

const chartSettings = ({ units }: Tile): object => ({
  xAxis: 'TimeGenerated',
  yAxis: ['value'],
  group: 'series',
  ySettings: { numberFormatSettings: NUMBER_FORMATS[units['value'] ?? 'number'], min: 0 },
});

const visualizationOf = (tile: Tile): object => {
  switch (tile.shape) {
    case 'figures':
      return { size: 4, visualization: 'tiles', tileSettings: figureSettings(tile) };
    case 'table':
      return { size: 1, visualization: 'table', gridSettings: gridSettings(tile) };
    case 'chart':
      return { size: 0, visualization: 'timechart', chartSettings: chartSettings(tile) };
  }
};

const WIDTHS: Readonly<Record<Tile['shape'], string>> = { figures: '20', table: '33', chart: '50' };

const timeOf = (tile: Tile): object => {
  const durationMs = overMs(tile);
  return durationMs === undefined
    ? { timeContextFromParameter: 'TimeRange' }
    : { timeContext: { durationMs }, showTimeRange: true };
};

/** Each query opens in Logs by the symbol at its tile's corner; its name there and in what is exported is the tile's id. */
const queryItem = (tile: Tile): object => ({
  type: 3,
  content: {
    version: 'KqlItem/1.0',
    query: tile.query.replaceAll('GRAIN', '{TimeRange:grain}'),
    title: tile.title,
    noDataMessage: tile.empty,
    ...timeOf(tile),
    queryType: 0,
    resourceType: RESOURCE_TYPE,
    ...visualizationOf(tile),
    showAnalytics: true,
    exportToExcelOptions: 'visible',
  },
  customWidth: WIDTHS[tile.shape],
  showPin: true,
  name: tile.id,
});

const text = (name: string, json: string): object => ({ type: 1, content: { json }, name });

const rangePicker = {
  type: 9,
  content: {
    version: 'KqlParameterItem/1.0',
    parameters: [
      {
        id: 'b5a6c6f4-8f1c-4f4e-9d6b-2a5f0f6f7c11',
        version: 'KqlParameterItem/1.0',
        name: 'TimeRange',
        label: 'Charts, services, functions and Claude over',
        type: 4,
        isRequired: true,
        typeSettings: { selectableValues: RANGES_MS.map((durationMs) => ({ durationMs })), allowCustom: true },
        value: { durationMs: 24 * HOUR_MS },
      },
    ],
    style: 'pills',
    queryType: 0,
    resourceType: RESOURCE_TYPE,
  },
  name: 'range',
};

const HEADS: Readonly<Record<Tile['part'], string>> = {
  business: '## Business',
  technical: '## Technical',
  trend: '## Trends',
};

/** The workbook's text. WORKSPACE_ID and MONTHLY_CREDITS stand in it for what modules/workbook.bicep knows. */
export const workbookText = (tiles: readonly Tile[]): string => {
  const parts = (['business', 'technical', 'trend'] as const).flatMap((part) => [
    text(part, HEADS[part]),
    ...tiles.filter((tile) => tile.part === part).map(queryItem),
  ]);
  const workbook = {
    version: 'Notebook/1.0',
    items: [
      text(
        'head',
        '# OddsTracker\nRed: an alert rule has fired or is about to, act. Amber: look. Days and months are UTC. What to do stands in `docs/operations.md`.',
      ),
      rangePicker,
      ...parts,
    ],
    fallbackResourceIds: ['WORKSPACE_ID'],
    $schema: 'https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json',
  };
  return `${JSON.stringify(workbook, null, 2)}\n`;
};

if (import.meta.main) {
  const file = fileURLToPath(new URL('../../infra/workbook/workbook.json', import.meta.url));
  writeFileSync(file, workbookText(readTiles()));
  console.log(`Written: ${file}`);
}
