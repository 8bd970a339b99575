/** Markup that goes into a page as it is. Only {@link html} makes it. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: text is escaped; of nothing, nothing comes. */
type Part = Html | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const markupOf = (part: Part): string => {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
};

/** Markup, into which every text is put escaped: html`<b>${'a < b'}</b>`. Attributes need their quotes. */
export const html = (markup: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: markup.reduce((whole, piece, index) => whole + markupOf(parts[index - 1]) + piece),
});
