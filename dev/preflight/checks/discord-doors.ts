import { SKUType } from 'discord-api-types/v10';
import { INTERACTIONS, toldOfPurchases, WEBHOOK } from '../../setup-discord/endpoints.ts';
import { type Check, type Finding, fail, none, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';
import { isSamePlace } from '../same-place.ts';
import type { Facts } from './discord-facts.ts';

const NEEDS = ['DISCORD_BOT_TOKEN', 'DISCORD_API_BASE_URL'] as const;
const SKUS = ['DISCORD_SKU_STARTER_ID', 'DISCORD_SKU_CORE_ID', 'DISCORD_SKU_SHARP_ID'] as const;
const setup = (url: string | undefined): string =>
  `npm run setup:discord -- --endpoint ${url ?? 'https://HOST'}${INTERACTIONS}`;

/** Where Discord reaches the app. */
export const doorChecks = ({ settings: { config } }: Checking, { application, client }: Facts): readonly Check[] => [
  {
    name: 'interactions endpoint',
    needs: [...NEEDS, 'PUBLIC_BASE_URL'],
    look: async () => {
      const { interactions_endpoint_url: url } = await application.known();
      return endpointFinding(url ?? undefined, INTERACTIONS, config.publicBaseUrl);
    },
  },
  {
    name: 'webhook events',
    needs: [...NEEDS, 'PUBLIC_BASE_URL', ...SKUS],
    look: async () => {
      const known = await application.known();
      const { event_webhooks_url: url } = known;
      const sold = Object.values(config.discord.skus).some((sku) => sku !== undefined);
      if (!sold) return none('nothing is sold inside Discord');
      const found = endpointFinding(url ?? undefined, WEBHOOK, config.publicBaseUrl);
      return found.status === 'fail' || toldOfPurchases(known, url ?? '')
        ? found
        : fail('Discord does not tell of all that is bought there', setup(config.publicBaseUrl));
    },
  },
  {
    name: 'sold inside Discord',
    needs: [...NEEDS, ...SKUS],
    look: async () => {
      const { id } = await application.known();
      const ids = Object.values(config.discord.skus).filter((sku) => sku !== undefined);
      if (ids.length === 0) return none('nothing: Discord asks for it of apps that sell elsewhere');
      const skus = await (await client.known()).skus(id);
      const [lost] = ids.filter((one) => !skus.some((sku) => sku.id === one));
      return lost === undefined
        ? pass(
            skus
              .filter(({ id: one, type }) => ids.includes(one) && type === SKUType.Subscription)
              .map(({ name }) => name)
              .join(', '),
          )
        : fail(`there is no SKU ${lost}`, 'npm run setup:discord prints those that there are: set DISCORD_SKU_…_ID');
    },
  },
];

function endpointFinding(url: string | undefined, path: string, base: string | undefined): Finding {
  if (!url) return fail('Discord does not know where the app is', setup(base));
  if (!url.endsWith(path)) return fail(`${url} does not end in ${path}`, setup(base));
  return base === undefined || isSamePlace(url, `${base}${path}`)
    ? pass(url)
    : warning(`${url}, and not at ${base}`, `if that is not the same app: ${setup(base)}`);
}
