import type { Call, Reply } from '../../reply.ts';
import { expireOldSessions } from '../checkout.ts';
import type { Deeds } from '../deeds.ts';
import { parseForm } from '../form.ts';
import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { showCheckout, submitCheckout } from './checkout-page.ts';
import { showDashboard, submitDashboard } from './dashboard.ts';
import { alert, html, page } from './html.ts';
import { showPortal, submitPortal } from './portal-page.ts';

/** The pages that people see: checkouts, the customer portal and, at `/`, the dashboard. */
export const servePage = (world: World, deeds: Deeds, call: Call): Reply => {
  if (call.method !== 'GET' && call.method !== 'POST') return page('No such page', html``, 405);
  if (call.method === 'POST' && isForeign(call))
    return page('Refused', alert('This form came from another page.'), 403);
  try {
    expireOldSessions(world);
    return answer(world, deeds, call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return call.path === '/' ? showDashboard(world, error.message) : page('Refused', alert(error.message), 409);
  }
};

/** Whether a form was sent by a page of somebody else's. */
const isForeign = ({ headers: { origin, host } }: Call): boolean =>
  origin !== undefined && URL.parse(origin)?.host !== host;

const answer = (world: World, deeds: Deeds, call: Call): Reply => {
  const form = call.method === 'POST' ? parseForm(call.body) : undefined;
  if (call.path === '/') return form ? submitDashboard(deeds, form) : showDashboard(world);
  const session = world.sessions.get(idIn(call.path, '/c/pay/'));
  if (session)
    return form ? submitCheckout(deeds, session, form) : showCheckout(world, session, call.query.has('declined'));
  const visit = world.portalSessions.get(idIn(call.path, '/p/session/'));
  if (visit) return form ? submitPortal(world, deeds, visit, form) : showPortal(world, visit);
  return page('No such page', html`<section><p>There is nothing here.</p></section>`, 404);
};

const idIn = (path: string, start: string): string => (path.startsWith(start) ? path.slice(start.length) : '');
