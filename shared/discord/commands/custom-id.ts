const SEPARATOR = ':';
/** Discord's limit. */
const MOST_CHARACTERS = 100;

/** The custom id of a button; undefined when its parts cannot be told apart again, or are too long: then there is no button. */
export function customIdOf(name: string, parts: readonly string[]): string | undefined {
  const customId = [name, ...parts].join(SEPARATOR);
  const isClear = parts.every((part) => part.length > 0 && !part.includes(SEPARATOR));
  return isClear && customId.length <= MOST_CHARACTERS ? customId : undefined;
}

export function partsOf(customId: string): { readonly name: string; readonly parts: readonly string[] } {
  const [name = '', ...parts] = customId.split(SEPARATOR);
  return { name, parts };
}
