import { createRequire } from 'node:module';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartConfiguration } from 'chart.js';
import { checkConfiguration, type Known } from './check-configuration.ts';
import { ChartError, type Order } from './order.ts';

const require = createRequire(import.meta.url);

/** Chart.js and a canvas, loaded with the first picture: that takes as long as all else that starts. */
let tools: ReturnType<typeof loadTools> | undefined;
const loadTools = () => {
  const { Chart, registerables, registry } = require('chart.js') as typeof import('chart.js');
  const { color } = require('chart.js/helpers') as typeof import('chart.js/helpers');
  const { createCanvas } = require('@napi-rs/canvas') as typeof import('@napi-rs/canvas');
  Chart.register(...registerables);
  const names = (part: 'controllers' | 'scales' | 'plugins') =>
    new Set(Object.keys((registry[part] as unknown as { items: object }).items));
  const known: Known = {
    types: names('controllers'),
    scales: names('scales'),
    plugins: names('plugins'),
    isColour: (text) => color(text).valid,
  };
  return { Chart, createCanvas, known };
};

/** The picture as PNG. Throws {@link ChartError} for what Chart.js does not draw, or draws otherwise than it is told. */
export const drawChart = ({ chart, width, height, devicePixelRatio, backgroundColor }: Order): Uint8Array => {
  tools ??= loadTools();
  const { Chart, createCanvas, known } = tools;
  const configuration = checkConfiguration(chart, known);
  if (!known.isColour(backgroundColor)) throw new ChartError(`backgroundColor: "${backgroundColor}" is no colour`);
  const canvas = createCanvas(width, height);
  const drawing = {
    ...configuration,
    options: { ...configuration.options, animation: false, responsive: false, devicePixelRatio },
    plugins: [background(backgroundColor)],
  } as unknown as ChartConfiguration;
  try {
    const drawn = new Chart(canvas as never, drawing);
    const png = canvas.toBuffer('image/png');
    drawn.destroy();
    return png;
  } catch (cause) {
    throw new ChartError(String(cause), { cause });
  }
};

const background = (colour: string) => ({
  id: 'background',
  beforeDraw: ({ ctx, width, height }: { ctx: SKRSContext2D; width: number; height: number }) => {
    ctx.fillStyle = colour;
    ctx.fillRect(0, 0, width, height);
  },
});

/** The words of a refusal as a picture, which is how the real service shows them. */
export const drawError = (text: string): Uint8Array => {
  tools ??= loadTools();
  const canvas = tools.createCanvas(500, 60);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000000';
  context.fillText(`Chart Error: ${text.slice(0, 100)}`, 10, 34);
  return canvas.toBuffer('image/png');
};
