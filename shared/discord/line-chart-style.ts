/** Discord's dark theme, and colours on it that stay apart for the colour-blind too. */
export const COLOURS = {
  background: '#2b2d31',
  text: '#dbdee1',
  mutedText: '#a5abb4',
  grid: 'rgba(255,255,255,0.07)',
  consensus: '#ffffff',
  firstMover: '#f5b83d',
  priceToTake: '#45c4ff',
  alert: '#ff6b81',
  otherBooks: 'rgba(152,162,178,0.45)',
} as const;

/** Twice as many pixels are as many as a phone shows across. */
export const SIZE = { width: 480, height: 360, devicePixelRatio: 2 } as const;

/** QuickChart has the first of these fonts. */
const FAMILY = "'Noto Sans', 'DejaVu Sans', sans-serif";

/** A font that is still legible when a phone shows the picture at two thirds of its width. */
export const font = (size: 12 | 13 | 15 | 16, weight: 'normal' | 'bold' = 'normal') => ({
  family: FAMILY,
  size,
  weight,
});
