import { createAllowances } from './adapters/allowances/allowances.ts';
import { createCache } from './adapters/cache/cache.ts';
import { connectRedis } from './adapters/cache/redis.ts';
import { createClaude } from './adapters/claude/claude.ts';
import { createCosmos } from './adapters/cosmos/cosmos.ts';
import { cosmosDocuments } from './adapters/cosmos/cosmos-documents.ts';
import { createDiscordRest } from './adapters/discord-rest/discord-rest.ts';
import { createDiscordLimiter } from './adapters/discord-rest/limiter.ts';
import { discordSignature } from './adapters/discord-signature/discord-signature.ts';
import { createOddsApi } from './adapters/odds-api/odds-api.ts';
import { marketOfKey } from './adapters/odds-api/provider-keys.ts';
import { createQueues } from './adapters/queues/queues.ts';
import { createQuickChart } from './adapters/quickchart/quickchart.ts';
import { commandDeps } from './commands.ts';
import type { Config } from './config.ts';
import { createQuestions } from './discord/commands/question.ts';
import { fittedModel } from './domain/signal/fitted-model.ts';
import { createOperations } from './operations.ts';
import { createPayments } from './payments.ts';
import { createAccounts } from './pipeline/accounts.ts';
import { applyBillingEvent } from './pipeline/billing/apply-billing-event.ts';
import { closeCase, openCases } from './pipeline/billing/cases.ts';
import { followEnds } from './pipeline/billing/ends.ts';
import { forgetUser } from './pipeline/billing/forget-user.ts';
import { receiveDiscordWebhook } from './pipeline/billing/receive-discord-webhook.ts';
import {
  MOST_STRIPE_BODY_BYTES,
  receiveStripeWebhook,
  type WebhookAnswer,
} from './pipeline/billing/receive-stripe-webhook.ts';
import { type ReconcileOptions, reconcileSubscriptions } from './pipeline/billing/reconcile-subscriptions.ts';
import { cachedDocuments } from './pipeline/cached-documents.ts';
import { deliverAlert } from './pipeline/deliver-alert.ts';
import { fanOutAlert } from './pipeline/fan-out-alert.ts';
import { type IngestDeps, ingestOdds } from './pipeline/ingest-odds.ts';
import { answerInteraction } from './pipeline/interactions/answer-interaction.ts';
import type { InteractionDeps } from './pipeline/interactions/deps.ts';
import { type HttpAnswer, receiveInteraction } from './pipeline/interactions/receive-interaction.ts';
import { MOST_BODY_BYTES, type SignedRequest } from './pipeline/interactions/signed-request.ts';
import { pollOdds } from './pipeline/poll-odds.ts';
import type { PollOddsDeps } from './pipeline/polling/deps.ts';
import { scoreMarket } from './pipeline/score-market.ts';
import { settleMarkets } from './pipeline/settle-markets.ts';
import { watchPoisonQueues } from './pipeline/watch-poison-queues.ts';
import { describeMarket } from './runtime/describe-market.ts';
import { checkHealth, oneLook } from './runtime/health.ts';
import { localSeam } from './runtime/local-seam.ts';
import { activityLog } from './runtime/note-active.ts';
import { queueHandler } from './runtime/queue-handler.ts';
import { readBody } from './runtime/read-body.ts';
import { asText, recordRejected, rejectedKey } from './runtime/record-rejected.ts';
import { inSpan } from './runtime/span.ts';
import { within } from './runtime/within.ts';
import { makeStores, STORES, type Stores } from './stores.ts';
import { createTelemetry } from './telemetry.ts';

/** What the functions call: one entry a function. */
export type App = ReturnType<typeof createApp>;

/**
 * The composition root: the only place that builds adapters. Connections open at first use, so that a cold start costs little.
 */
export function createApp(config: Config) {
  const seam = localSeam();
  const clock = seam.now ?? Date.now;
  const telemetry = createTelemetry(config, seam);
  const redis = config.redisUrl ? connectRedis({ url: config.redisUrl, telemetry }) : undefined;
  const cache = createCache({ redis, telemetry, now: clock });
  const cosmos = createCosmos({ ...config.cosmos, identityClientId: identityOf(config) });
  const stores: Stores = makeStores(
    (container, { schema, ttlSeconds }) =>
      cosmosDocuments(cosmos, {
        container,
        schema,
        now: clock,
        ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
      }) as never,
  );
  const queue = createQueues({ connection: config.storage, telemetry });
  const limiter = createDiscordLimiter({ redis, ...(seam.discordLimits ? { limits: seam.discordLimits } : {}) });
  const { applicationId, baseUrl: discordUrl, token } = config.discord;
  const rest = { applicationId, baseUrl: discordUrl, token, limiter, telemetry };
  const discord = createDiscordRest(rest);
  const { regions, bookmakers, ...odds } = config.odds;
  const scope = {
    markets: config.odds.markets.map(marketOfKey).filter((market) => market !== undefined),
    regions,
    ...(bookmakers ? { bookmakers } : {}),
  };
  const source = createOddsApi({ ...odds, ...scope, now: clock, telemetry });
  const shared = { clock, now: clock, queue, cache, telemetry };
  const ingest: IngestDeps = {
    ...shared,
    boards: cachedDocuments(stores.boards, cache, 'fingerprint', STORES.boards.schema),
    catalogue: stores.catalogue,
    fixtures: stores.fixtures,
    lineHistory: stores['line-history'],
    ...(seam.onTelemetry ? { onMarket: (...market) => describeMarket(telemetry, ...market) } : {}),
  };
  const named = { ...stores, trackRecord: stores['track-record'], recentSignals: stores['recent-signals'] };
  const handlerDeps = { ...shared, rejected: stores.rejected };
  const channels = { 'odds-alerts': config.discord.alertsChannelId, 'sharp-signals': config.discord.sharpChannelId };

  const polling: PollOddsDeps = {
    ...shared,
    source,
    leagues: stores.leagues,
    budgets: stores.budgets,
    config: { ...scope, leagues: config.odds.leagues, monthlyCredits: config.odds.monthlyCredits },
    ingest: async (league, answer) => void (await ingestOdds(ingest, league, answer)),
    keepRejected: (league, reason, { at: where, input }) =>
      recordRejected(stores.rejected, {
        source: `odds-${league}`,
        kind: 'rejected',
        reason: `${reason}: ${where}`,
        input,
        at: clock(),
      }),
  };
  const accounts = createAccounts({ ...stores, cache, now: clock });
  const allowances = createAllowances({ redis });
  const payments = createPayments({ ...shared, config, rest, discord, stores, accounts, allowances });
  const { apiKey, ...claude } = config.claude;
  const commands = commandDeps({
    stores,
    boards: ingest.boards,
    cache,
    accounts,
    allowances,
    charts: createQuickChart({ baseUrl: config.quickChartBaseUrl, telemetry }),
    explainer: apiKey === undefined ? undefined : createClaude({ ...claude, apiKey, telemetry }),
    billing: payments.billing,
    polling,
  });
  const door = { wall: Date.now, queue, telemetry, verify: discordSignature(config.discord.publicKey) };
  const asked = {
    ...shared,
    ...door,
    within,
    accounts,
    allowances,
    interactions: stores.interactions,
    lookCloser: payments.lookCloser,
    noteActive: activityLog(config.discord.token, Date.now, telemetry),
    questions: createQuestions(commands),
  } satisfies InteractionDeps;

  return {
    pollOdds: () => inSpan({ name: 'poll-odds', kind: 'internal' }, () => pollOdds(polling)),
    scoreMarket: queueHandler('fingerprint-changes', 'score-market', handlerDeps, (message) =>
      scoreMarket({ ...shared, ...named, model: fittedModel }, message),
    ),
    fanOutAlert: queueHandler('alerts', 'fan-out-alert', handlerDeps, (message) =>
      fanOutAlert({ ...shared, ...stores, channels }, message),
    ),
    deliverAlert: queueHandler('deliveries', 'deliver-alert', handlerDeps, (message) =>
      deliverAlert({ ...shared, ...stores, discord }, message),
    ),
    settleMarkets: () =>
      inSpan({ name: 'settle-markets', kind: 'internal' }, () =>
        settleMarkets({ ...shared, ...named, bars: fittedModel.bars }),
      ),
    /** Never throws. */
    receiveInteraction: async (body: Body, signed: Omit<SignedRequest, 'body'>): Promise<HttpAnswer> =>
      receiveInteraction(asked, { ...signed, body: await bodyOf(body, MOST_BODY_BYTES) }),
    answerInteraction: queueHandler('interactions', 'answer-interaction', handlerDeps, (message) =>
      answerInteraction({ ...asked, discord }, message),
    ),
    /** Never throws. */
    receiveStripeWebhook: async (body: Body, signature: string | null): Promise<WebhookAnswer> =>
      receiveStripeWebhook(
        { ...shared, readWebhook: payments.readWebhook },
        { signature, body: await bodyOf(body, MOST_STRIPE_BODY_BYTES) },
      ),
    /** Never throws. */
    receiveDiscordWebhook: async (body: Body, signed: Omit<SignedRequest, 'body'>) =>
      receiveDiscordWebhook(door, { ...signed, body: await bodyOf(body, MOST_BODY_BYTES) }),
    applyBillingEvent: queueHandler('billing-events', 'apply-billing-event', handlerDeps, (message) =>
      applyBillingEvent(payments.deps, message),
    ),
    reconcileSubscriptions: (options: ReconcileOptions) => reconcileSubscriptions(payments.deps, options),
    /** Never throws. */
    followEnds: () => followEnds(payments.deps),
    forgetUser: (userId: string, options: { readonly dryRun: boolean }) => forgetUser(payments.deps, userId, options),
    billingCases: () => openCases(payments.deps),
    closeBillingCase: (about: string) => closeCase(payments.deps, about),
    operations: createOperations({ ...shared, config, channels, bars: fittedModel.bars, stores }),
    watchPoisonQueues: () =>
      watchPoisonQueues({
        now: clock,
        inspector: queue,
        telemetry,
        reasonOf: async (name, text) => (await stores.rejected.read(rejectedKey(name, asText(text))))?.value.reason,
      }),
    health: oneLook(() =>
      checkHealth(
        {
          // A list, because a point read finds nothing in a database that is not there, either.
          database: () => stores.leagues.list('health', { limit: 1 }),
          queues: () => queue.depth('alerts'),
        },
        redis ? { redis: () => redis.ping() } : {},
        telemetry,
      ),
    ),
    /** Sends the figures not yet sent and lets go of connections. */
    close: async () => {
      await telemetry.stop();
      cosmos.close();
      redis?.disconnect();
    },
  };
}

type Body = AsyncIterable<Uint8Array> | null;

/** Of a request that broke off there is nothing that a signature could fit. */
const bodyOf = (body: Body, mostBytes: number): Promise<Uint8Array | undefined> =>
  readBody(body, mostBytes).catch(() => new Uint8Array());

const identityOf = ({ storage }: Config): string | undefined =>
  storage.kind === 'identity' ? storage.clientId : undefined;
