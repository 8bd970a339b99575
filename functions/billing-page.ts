// In: GET /api/billing/{page}, where Stripe sends people back to. Out: a page that says what happens next.
import { app as functions } from '@azure/functions';
import { BILLING_PAGE_HEADERS, backPage, cancelledPage, successPage } from '../shared/pages/billing-pages.ts';

const PAGES: ReadonlyMap<string, () => string> = new Map([
  ['success', successPage],
  ['cancelled', cancelledPage],
  ['back', backPage],
]);

export const billingPage = (): void =>
  functions.http('billing-page', {
    route: 'billing/{page}',
    methods: ['GET'],
    authLevel: 'anonymous',
    handler: ({ params }) => {
      const page = PAGES.get(params['page'] ?? '');
      return page ? { headers: { ...BILLING_PAGE_HEADERS }, body: page() } : { status: 404 };
    },
  });
