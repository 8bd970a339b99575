import { createQuickChart } from '../../../shared/adapters/quickchart/quickchart.ts';
import type { ChartRequest } from '../../../shared/ports/charts.ts';
import { silentTelemetry } from '../../silent-telemetry.ts';
import { type Checks, fail, pass } from '../check.ts';
import type { Checking } from '../checking.ts';

const TINY: ChartRequest = {
  chart: { type: 'line', data: { labels: ['a', 'b'], datasets: [{ data: [1, 2] }] } },
  width: 60,
  height: 40,
  devicePixelRatio: 1,
  backgroundColor: 'white',
};

/** Of a check's time: for keeping it, and again for drawing it. */
const PATIENCE = 0.4;

/** A picture of two points, kept and drawn as the app has its own drawn. */
export const chartChecks = ({ settings: { config }, timeoutMs }: Checking): Checks => ({
  checks: [
    {
      name: 'picture',
      needs: ['QUICKCHART_BASE_URL'],
      look: async () => {
        const baseUrl = config.quickChartBaseUrl;
        const asked = { baseUrl, telemetry: silentTelemetry, timeoutMs: timeoutMs * PATIENCE };
        const drawn = await createQuickChart(asked).draw(TINY);
        return drawn.kind === 'ok'
          ? pass('kept and drawn')
          : fail(drawn.reason, 'look at QUICKCHART_BASE_URL and the network; until then answers come without a chart');
      },
    },
  ],
});
