/** Plain data, as JSON carries it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A picture to draw. */
export interface ChartRequest {
  /** A configuration of Chart.js, version 4: plain data, no functions, no plugins but its own. */
  readonly chart: { readonly [key: string]: Json };
  /** Pixels before `devicePixelRatio` multiplies them. */
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: 1 | 2;
  /** A CSS colour. */
  readonly backgroundColor: string;
}

export type ChartResult =
  /** Where the picture can be seen; for three days at least. */
  | { readonly kind: 'ok'; readonly url: string }
  /** There is no picture now; `reason` is for a person. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Whoever draws pictures. */
export interface Charts {
  /** Draws, and resolves when the picture can be looked at. Never throws. */
  draw(chart: ChartRequest): Promise<ChartResult>;
}
