import {
  type APIActionRowComponent,
  type APIButtonComponentWithURL,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { TooOftenError } from '../ports/billing.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { duration } from './format.ts';

/** A page outside that somebody is sent to. */
export type Page =
  | { readonly kind: 'page'; readonly label: string; readonly url: string }
  | { readonly kind: 'none' }
  | Unreached;

/** Why there is no page. */
type Unreached =
  | { readonly kind: 'unreachable'; readonly label: string }
  | { readonly kind: 'too-often'; readonly label: string; readonly resetsInMs: number };

/** Discord's limit on the URL of a button. */
const MOST_BUTTON_CHARACTERS = 512;
/** Three of them and what is said beside them fit into one description. */
const MOST_LINK_CHARACTERS = 1000;

export const NO_PAYMENTS = 'Payments are not set up on this server yet: ask its owner.';

/** The name, and the whole custom id, of the button that opens the page on which a subscription is looked after. */
export const MANAGE = 'manage';

/** What the page is called on which a subscription is looked after. */
export const CHANGE_LABEL = 'Change or end your subscription';
export const PAY_LABEL = 'Open the payment page';

/** Asks payments for something. That it cannot be had is said, not thrown: the rest of the answer stands without it. */
export async function reach<T>(
  telemetry: Pick<Telemetry, 'error'>,
  label: string,
  ask: () => Promise<T>,
): Promise<{ readonly kind: 'reached'; readonly value: T } | Unreached> {
  try {
    return { kind: 'reached', value: await ask() };
  } catch (error) {
    if (error instanceof TooOftenError) return { kind: 'too-often', label, resetsInMs: error.resetsInMs };
    telemetry.error('billing_page_unreachable', { label, reason: String(error) });
    return { kind: 'unreachable', label };
  }
}

/** Asks for a page's address. */
export async function openPage(
  telemetry: Pick<Telemetry, 'error'>,
  label: string,
  open: () => Promise<string | undefined>,
): Promise<Page> {
  const reached = await reach(telemetry, label, async () => {
    const address = await open();
    return address === undefined ? undefined : webAddress(address);
  });
  if (reached.kind !== 'reached') return reached;
  return reached.value === undefined ? { kind: 'none' } : { kind: 'page', label, url: reached.value };
}

/** Throws for what a person cannot be sent to. The address itself may open an account, and is not repeated. */
function webAddress(address: string): string {
  const { protocol, href } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error(`a page's address begins with ${protocol}`);
  if (href.length > MOST_LINK_CHARACTERS) throw new Error(`a page's address has ${href.length} characters`);
  return href;
}

/** A row of buttons to those pages whose address fits into one. */
export function pageButtons(pages: readonly Page[]): readonly APIActionRowComponent<APIButtonComponentWithURL>[] {
  const components = pages.flatMap((page): APIButtonComponentWithURL[] =>
    page.kind === 'page' && fitsButton(page.url)
      ? [{ type: ComponentType.Button, style: ButtonStyle.Link, label: page.label, url: page.url }]
      : [],
  );
  return components.length === 0 ? [] : [{ type: ComponentType.ActionRow, components }];
}

/** What is to be said of pages that no button leads to: links, and those that cannot be had now. */
export const pageLines = (pages: readonly Page[]): readonly string[] =>
  pages.flatMap((page) => {
    if (page.kind === 'unreachable')
      return [`⚠️ “${page.label}” cannot be opened right now. Nothing was charged; try again in a moment.`];
    if (page.kind === 'too-often')
      return [`⏳ “${page.label}” was asked for a lot. You can open it again in ${duration(page.resetsInMs)}.`];
    return page.kind === 'page' && !fitsButton(page.url) ? [`[${page.label}](<${linkable(page.url)}>)`] : [];
  });

const fitsButton = (url: string): boolean => url.length <= MOST_BUTTON_CHARACTERS;

/** Brackets would end the link. */
const linkable = (url: string): string => url.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll('>', '%3E');
