/** What stands, in a dry run, for the id of something that is not made. */
export const NOT_MADE = 'not made: ';
export const isMade = (id: string): boolean => !id.startsWith(NOT_MADE);
