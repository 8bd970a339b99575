/** What the page asked cannot be done; `text` says why, `status` is HTTP's. */
export interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  readonly text: string;
}

export const refused = (status: number, text: string): Refused => ({ kind: 'refused', status, text });
