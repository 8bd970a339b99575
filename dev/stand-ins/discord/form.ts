import type { FormFault } from './errors.ts';

/** A message as a caller sends it, as far as the stand-in reads it. */
export interface MessageForm {
  readonly content?: unknown;
  readonly embeds?: unknown;
  readonly components?: unknown;
  readonly nonce?: unknown;
  readonly enforce_nonce?: unknown;
  readonly flags?: unknown;
}

type Path = FormFault['path'];
type Fields = Readonly<Record<string, unknown>>;

const MOST_EMBED_CHARACTERS = 6000;
const COMPONENTS_V2 = 1 << 15;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const part = (holder: unknown, key: string): unknown => (isFields(holder) ? holder[key] : undefined);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** Discord counts characters, not UTF-16 units. */
const length = (value: unknown): number => (typeof value === 'string' ? [...value].length : 0);

const text = (path: Path, value: unknown, most: number): FormFault[] => {
  if (value === undefined || value === null || length(value) <= most) {
    const wrong = value !== undefined && value !== null && typeof value !== 'string';
    return wrong ? [{ path, code: 'STRING_TYPE_CONVERT', message: 'Could not interpret value as string.' }] : [];
  }
  return [{ path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${most} or fewer in length.` }];
};

const requiredText = (path: Path, value: unknown, most: number): FormFault[] =>
  typeof value === 'string' && value.trim() !== ''
    ? text(path, value, most)
    : [{ path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }];

const list = (path: Path, value: unknown, most: number): FormFault[] => {
  if (value === undefined || value === null || (Array.isArray(value) && value.length <= most)) return [];
  return [{ path, code: 'BASE_TYPE_BAD_LENGTH', message: `Must be between 0 and ${most} in length.` }];
};

const embedFaults = (path: Path, embed: unknown): FormFault[] => {
  if (!isFields(embed))
    return [{ path, code: 'MODEL_TYPE_CONVERT', message: 'Only dictionaries may be used in a ModelType' }];
  const fields = listOf(embed['fields']);
  return [
    ...text([...path, 'title'], embed['title'], 256),
    ...text([...path, 'description'], embed['description'], 4096),
    ...text([...path, 'footer', 'text'], part(embed['footer'], 'text'), 2048),
    ...text([...path, 'author', 'name'], part(embed['author'], 'name'), 256),
    ...list([...path, 'fields'], embed['fields'], 25),
    ...fields.flatMap((field, index) => [
      ...requiredText([...path, 'fields', index, 'name'], part(field, 'name'), 256),
      ...requiredText([...path, 'fields', index, 'value'], part(field, 'value'), 1024),
    ]),
  ];
};

const embedCharacters = (embed: unknown): number =>
  [
    part(embed, 'title'),
    part(embed, 'description'),
    part(part(embed, 'footer'), 'text'),
    part(part(embed, 'author'), 'name'),
  ]
    .concat(listOf(part(embed, 'fields')).flatMap((field) => [part(field, 'name'), part(field, 'value')]))
    .reduce<number>((sum, value) => sum + length(value), 0);

const embedsFaults = (embeds: unknown): FormFault[] => {
  const each = listOf(embeds);
  const characters = each.reduce<number>((sum, embed) => sum + embedCharacters(embed), 0);
  const message = `Embed size exceeds maximum size of ${MOST_EMBED_CHARACTERS}`;
  return [
    ...list(['embeds'], embeds, 10),
    ...each.flatMap((embed, index) => embedFaults(['embeds', index], embed)),
    ...(characters > MOST_EMBED_CHARACTERS ? [{ path: ['embeds'], code: 'MAX_EMBED_SIZE_EXCEEDED', message }] : []),
  ];
};

const componentFaults = (path: Path, component: unknown): FormFault[] => [
  ...text([...path, 'custom_id'], part(component, 'custom_id'), 100),
  ...text([...path, 'label'], part(component, 'label'), 80),
  ...listOf(part(component, 'components')).flatMap((child, index) =>
    componentFaults([...path, 'components', index], child),
  ),
];

const usesComponentsV2 = ({ flags }: MessageForm): boolean =>
  typeof flags === 'number' && (flags & COMPONENTS_V2) !== 0;

const componentsFaults = (form: MessageForm): FormFault[] => {
  const v2 = usesComponentsV2(form);
  const both = v2 && (length(form.content) > 0 || listOf(form.embeds).length > 0);
  const message = 'The "content" and "embeds" fields cannot be used when using MessageFlags.IS_COMPONENTS_V2';
  return [
    ...list(['components'], form.components, v2 ? 40 : 5),
    ...listOf(form.components).flatMap((component, index) => componentFaults(['components', index], component)),
    ...(both ? [{ path: ['components'], code: 'COMPONENTS_V2_EXCLUSIVE', message }] : []),
  ];
};

/** What Discord would refuse in a message, by its published limits. Empty: it would take it. */
export const formFaults = (form: MessageForm): FormFault[] => [
  ...text(['content'], form.content, 2000),
  ...(typeof form.nonce === 'number' ? [] : text(['nonce'], form.nonce, 25)),
  ...embedsFaults(form.embeds),
  ...componentsFaults(form),
];

/** Whether there is nothing to show. */
export const isEmptyForm = (form: MessageForm): boolean =>
  length(form.content) === 0 && listOf(form.embeds).length === 0 && listOf(form.components).length === 0;
