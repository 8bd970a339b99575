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

const partsOf = (colour: string): readonly number[] =>
  [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));

/** Reads a PNG. Rejects when it is none. */
export const readPicture = async (png: Uint8Array): Promise<Picture> => {
  const image = await loadImage(Buffer.from(png));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);

  const byColumn = (colour: string): number[] => {
    const parts = partsOf(colour);
    const columns = Array.from({ length: image.width }, () => 0);
    for (let pixel = 0; pixel < image.width * image.height; pixel++)
      if (parts.every((part, index) => Math.abs(part - (data[pixel * 4 + index] ?? 0)) <= NEAR))
        columns[pixel % image.width] = (columns[pixel % image.width] ?? 0) + 1;
    return columns;
  };

  return {
    width: image.width,
    height: image.height,
    count: (colour) => byColumn(colour).reduce((sum, pixels) => sum + pixels, 0),
    columns: (colour, least) => byColumn(colour).filter((pixels) => pixels >= least).length,
  };
};
