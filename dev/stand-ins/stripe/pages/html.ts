import type { Reply } from '../../reply.ts';

/** Text that is HTML already; everything else is escaped. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | readonly Part[] | undefined | false;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);

const rendered = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'html' in part ? part.html : part.map(rendered).join('');
};

/** HTML in which whatever is put in is escaped. Attributes have to be in quotes. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, index) => `${text}${rendered(parts[index])}`).join(''),
});

/** A button that says one thing to the page that it is on. */
export const button = (
  label: string,
  fields: Readonly<Record<string, string>>,
  kind: '' | 'main' | 'danger' = '',
): Html =>
  html`<form method="post">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="${kind}">${label}</button></form>`;

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dbe2, #3a3f4b); --soft: light-dark(#f6f7f9, #1f232b); --accent: #5851e5; }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #15181e); color: light-dark(#1a1d23, #e7e9ee) }
.loud { margin: 0; padding: .6rem 1rem; background: #ffd54a; color: #1a1d23; font-weight: 600; text-align: center }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem; margin: 0 0 1rem } h2 { font-size: 1.1rem; margin: 0 }
section { border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 0 0 1rem; background: var(--soft) }
p { margin: .3rem 0 } code { overflow-wrap: anywhere; font-size: .9em }
.price { font-size: 1.6rem; font-weight: 600 }
.row { display: flex; flex-wrap: wrap; gap: .5rem; margin: .7rem 0 0 }
form { margin: 0 }
button { font: inherit; padding: .45rem .9rem; border: 1px solid var(--line); border-radius: .4rem; cursor: pointer; background: light-dark(#fff, #2a2f3a); color: inherit }
button:hover { border-color: var(--accent) } button.main { background: var(--accent); border-color: var(--accent); color: #fff }
button.danger { color: light-dark(#b3261e, #ff9a91) }
a { color: light-dark(#4a43d6, #a6a1ff) }
.status { display: inline-block; padding: 0 .5rem; border-radius: 1rem; border: 1px solid var(--line); font-size: .85rem }
.status.good { background: #1f7a4a; color: #fff } .status.bad { background: #a5342b; color: #fff }
[role=alert] { border: 2px solid #b3261e; border-radius: .4rem; padding: .5rem .8rem; margin: 0 0 1rem }
`;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** A whole page, under a line that says what this is. */
export const page = (title: string, content: Html, status = 200): Reply => ({
  status,
  headers: HEADERS,
  body: html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${{ html: STYLE }}</style></head>
<body><p class="loud">This is a stand-in for Stripe: no real card is charged, no money moves.</p>
<main><h1>${title}</h1>${content}</main></body></html>`.html,
});

export const alert = (text: string | undefined): Html =>
  text === undefined ? html`` : html`<p role="alert">${text}</p>`;

/** After something was done: the browser goes there with a GET. */
export const goTo = (address: string): Reply => ({
  status: 303,
  headers: { location: address, 'cache-control': 'no-store' },
  body: '',
});
