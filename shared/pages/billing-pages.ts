import { createHash } from 'node:crypto';
import { RESPONSIBLE_GAMBLING } from '../discord/alert-embed.ts';

/** Small pages that Stripe sends people back to. They hold nothing from the request, no script, and nothing from elsewhere. */

const STYLE = `
:root { color-scheme: light dark; --ground: #f4f5f7; --card: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d9dde3;
  --accent: #4752c4; --good: #1a7f4b; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #111318; --card: #1b1e25; --ink: #eceef2; --soft: #a4acb8; --line: #323742; --accent: #5865f2; --good: #57d794; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1.25rem;
  background: var(--ground); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; padding: clamp(1.5rem, 6vw, 2.5rem); background: var(--card);
  border: 1px solid var(--line); border-radius: 1rem; }
.brand { margin: 0 0 1.5rem; color: var(--soft); font-size: .9375rem; font-weight: 600; letter-spacing: .02em; }
h1 { margin: 0 0 .75rem; font-size: clamp(1.5rem, 6vw, 1.6875rem); line-height: 1.2; text-wrap: balance; }
.good { color: var(--good); }
p { margin: 0 0 1rem; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
ol { margin: 0 0 1.5rem; padding-left: 1.4rem; }
li { margin: .375rem 0; padding-left: .25rem; }
code { padding: .1em .4em; border: 1px solid var(--line); border-radius: .375rem; background: var(--ground);
  font: .9375em ui-monospace, monospace; white-space: nowrap; }
a { display: block; padding: .8rem 1rem; border-radius: .625rem; background: var(--accent); color: #fff; font-weight: 600;
  text-align: center; text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
footer { margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; }
footer p:last-child { margin: 0; }
`;

/** What goes with every one of these pages: nothing may be loaded, framed, kept or told to the next site. */
export const BILLING_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** A telephone number stays on one line. */
const NON_BREAKING_HYPHEN = '\u2011';

interface PageTexts {
  readonly title: string;
  /** The heading, where it is good news. */
  readonly isGood?: boolean;
  readonly lead: string;
  readonly next: readonly string[];
  readonly last: string;
}

/** After a purchase. */
export const successPage = (): string =>
  page({
    title: 'Thank you for subscribing',
    isGood: true,
    lead: 'That is all there is to do here: you can close this page.',
    next: [
      'Go back to Discord.',
      'Your role follows within a few seconds.',
      'Type <code>/account</code>: it shows your tier and when it renews.',
    ],
    last: 'No tier after a minute? Some banks take longer to confirm. <code>/account</code> always shows how you stand.',
  });

/** After somebody turned back from a purchase. */
export const cancelledPage = (): string =>
  page({
    title: 'Nothing was bought',
    lead: 'You left the checkout before paying, so nothing was charged.',
    next: ['Go back to Discord.', 'Type <code>/subscribe</code> whenever you want to see the tiers again.'],
    last: 'Did something not work? The owner of your server can help.',
  });

/** After looking after a subscription. */
export const backPage = (): string =>
  page({
    title: 'Back to Discord',
    lead: 'Whatever you changed counts within a few seconds. You can close this page.',
    next: [
      'Go back to Discord.',
      'Your role follows by itself.',
      'Type <code>/account</code>: it shows your tier, and when it renews or ends.',
    ],
    last: 'What you end stays open until the time that you paid for is over.',
  });

/** All texts are ours: none needs escaping, and none may come from outside. */
const page = ({ title, isGood = false, lead, next, last }: PageTexts): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · OddsTracker</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="brand">OddsTracker</p>
<h1${isGood ? ' class="good"' : ''}>${title}</h1>
<p>${lead}</p>
<h2>What happens next</h2>
<ol>
${next.map((step) => `<li>${step}</li>`).join('\n')}
</ol>
<a href="https://discord.com/channels/@me">Open Discord</a>
<footer>
<p>${last}</p>
<p>${RESPONSIBLE_GAMBLING.replaceAll('-', NON_BREAKING_HYPHEN)}</p>
</footer>
</main>
</body>
</html>
`;
