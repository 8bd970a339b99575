import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const OPEN_FILES = '/proc/self/fd';

/**
 * How far this process, whichever of its threads, has read the files that it has open: bytes by real path. The system knows it, so
 * that nothing has to be counted on the way of the data. Empty where it does not tell: Linux does.
 */
export function readPositions(): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  for (const descriptor of openDescriptors()) {
    const [path, position] = positionOf(descriptor) ?? [];
    if (path !== undefined && position !== undefined) positions.set(path, Math.max(position, positions.get(path) ?? 0));
  }
  return positions;
}

function openDescriptors(): readonly string[] {
  try {
    return readdirSync(OPEN_FILES);
  } catch {
    return [];
  }
}

/** Undefined for what was closed meanwhile. */
function positionOf(descriptor: string): readonly [path: string, position: number] | undefined {
  try {
    const path = readlinkSync(`${OPEN_FILES}/${descriptor}`);
    const position = /^pos:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
    return [path, Number(position)];
  } catch {
    return undefined;
  }
}
