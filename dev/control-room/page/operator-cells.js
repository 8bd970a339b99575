import { latency, span } from './format.js';

/** @import { Cell } from '../operators/model.ts' */
/** @import { Unit } from '../../workbook/tiles.ts' */

const short = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** @type {Readonly<Record<Unit, (value: number) => string>>} */
const UNITS = {
  count: (value) => short.format(Math.round(value)),
  number: (value) => short.format(value),
  percent: (value) => `${short.format(value)} %`,
  ms: latency,
  seconds: (value) => span(value * 1000),
  usd: (value) => dollars.format(value),
};

/** A number in its unit; a dash for none. @param {Cell} value @param {Unit | undefined} unit */
export const byUnit = (value, unit) => (typeof value === 'number' ? UNITS[unit ?? 'number'](value) : '–');

/** @param {Cell} value @param {Unit | undefined} unit */
export const cellText = (value, unit) =>
  unit || typeof value === 'number' ? byUnit(value, unit) : String(value ?? '');
