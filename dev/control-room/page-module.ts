/** Loads a module of the page for a test. The page is plain JavaScript, outside this program's types, so the test states what it expects. */
export const pageModule = async <T>(name: string): Promise<T> =>
  import(new URL(`./page/${name}`, import.meta.url).href);
