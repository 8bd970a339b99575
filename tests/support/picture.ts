import { createCanvas, loadImage } from '@napi-rs/canvas';

/** A picture as numbers. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Pixels of a colour (`#rrggbb`), give or take a little of each part. */
  count(colour: string): number;
  /** Columns with at least so many pixels of a colour. */
  columns(colour: string, least: number): number;
}

const NEAR = 3;

/** Reads a PNG. Rejects when it is none. */
export const readPicture = async (png: Uint8Array): Promise<Picture> => {
  const { width, height, data } = await loadImage(Buffer.from(png)).then((loaded) => {
    const context = createCanvas(loaded.width, loaded.height).getContext('2d');
    context.drawImage(loaded, 0, 0);
    return context.getImageData(0, 0, loaded.width, loaded.height);
  });

  const isNear = (pixel: number, part: number, wanted: number): boolean =>
    Math.abs((data[4 * pixel + part] ?? 0) - wanted) <= NEAR;

  /** How many pixels of the colour each column has. */
  const byColumn = (colour: string): Uint32Array => {
    const [red, green, blue] = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
    const columns = new Uint32Array(width);
    for (let pixel = 0; pixel < width * height; pixel++) {
      const isIt = isNear(pixel, 0, red ?? 0) && isNear(pixel, 1, green ?? 0) && isNear(pixel, 2, blue ?? 0);
      if (isIt) columns[pixel % width] = (columns[pixel % width] ?? 0) + 1;
    }
    return columns;
  };

  return {
    width,
    height,
    count: (colour) => byColumn(colour).reduce((sum, pixels) => sum + pixels, 0),
    columns: (colour, least) => byColumn(colour).filter((pixels) => pixels >= least).length,
  };
};
