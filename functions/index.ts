// In: settings. Out: every function of the app, registered in the order of a price's way.
import { app as functions } from '@azure/functions';
import { createApp } from '../shared/app.ts';
import { readConfig } from '../shared/config.ts';
import { answerInteraction } from './answer-interaction.ts';
import { applyBillingEvent } from './apply-billing-event.ts';
import { billingPage } from './billing-page.ts';
import { deliverAlert } from './deliver-alert.ts';
import { discordInteractions } from './discord-interactions.ts';
import { discordWebhook } from './discord-webhook.ts';
import { fanOutAlert } from './fan-out-alert.ts';
import { health } from './health.ts';
import { pollOdds } from './poll-odds.ts';
import { reconcileSubscriptions } from './reconcile-subscriptions.ts';
import { scoreMarket } from './score-market.ts';
import { settleMarkets } from './settle-markets.ts';
import { stripeWebhook } from './stripe-webhook.ts';
import { watchPoisonQueues } from './watch-poison-queues.ts';

// Once a process, before anything runs: wrong settings stop the app here, with all of them named.
const app = createApp(readConfig(process.env));

pollOdds(app);
scoreMarket(app);
fanOutAlert(app);
deliverAlert(app);
settleMarkets(app);
watchPoisonQueues(app);
discordInteractions(app);
answerInteraction(app);
stripeWebhook(app);
discordWebhook(app);
applyBillingEvent(app);
reconcileSubscriptions(app);
billingPage();
health(app);

functions.hook.appTerminate(() => app.close());
