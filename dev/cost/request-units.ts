/**
 * Request units of Cosmos DB. The emulator's charges are made up, so what was counted and weighed is charged by Microsoft's figures:
 *
 * - reads and writes by a document's size: learn.microsoft.com/azure/cosmos-db/understand-request-unit-consumption (session
 *   consistency);
 * - 1 KB written without an index 5.5, and a replace twice as much as a create: learn.microsoft.com/azure/cosmos-db/optimize-cost-reads-writes.
 *   Where the two pages differ, the dearer one counts; what neither tells is assumed, and says so.
 *
 * Our containers index `/pk` alone (infra/modules/database.bicep). With Azure's default policy, which indexes every property, each
 * of our writes would cost {@link RU_PER_INDEXED_PROPERTY} more for each of its properties.
 */
const BY_SIZE: readonly (readonly [kb: number, read: number, write: number])[] = [
  [1, 1, 5.5],
  [2, 1.04, 6.29],
  [4, 1.14, 6.67],
  [8, 1.33, 7.04],
  [16, 1.67, 9.52],
  [32, 2.19, 11.23],
  [64, 4.76, 22.67],
  [128, 9.95, 48.19],
  [256, 20.28, 98.29],
  [512, 40.95, 184.57],
  [1024, 145.9, 625],
  [2048, 291.8, 1250],
];
const KB = 1024;

/** Assumed: what a query takes before it reads anything. */
const QUERY_BASE = 2.8;
/** Assumed: a write that an etag or an id refuses has looked up the document. */
const REFUSED = 2;
/** Assumed: the official pages say only that each indexed property adds to a write. */
export const RU_PER_INDEXED_PROPERTY = 0.2;
/** `/pk`; ids are always indexed, and in the figures above. */
const INDEXED_PROPERTIES = 1;

export interface ChargedOperation {
  readonly kind: 'read' | 'missing' | 'list' | 'create' | 'replace' | 'refused' | 'delete';
  /** Of the document written, or of all documents read. */
  readonly bytes: number;
}

/** What one operation costs, RU, with so many properties indexed. */
export function requestUnits({ kind, bytes }: ChargedOperation, indexed = INDEXED_PROPERTIES): number {
  const written = bySize(bytes, 2) + indexed * RU_PER_INDEXED_PROPERTY;
  switch (kind) {
    case 'read':
      return bySize(bytes, 1);
    case 'missing':
      return bySize(0, 1);
    case 'list':
      return QUERY_BASE + (bytes === 0 ? 0 : bySize(bytes, 1));
    case 'create':
    case 'delete':
      return written;
    case 'replace':
      return 2 * written;
    case 'refused':
      return REFUSED;
  }
}

/** Between two sizes of the table in a straight line; below the first as the first, beyond the last in proportion. */
function bySize(bytes: number, column: 1 | 2): number {
  const kb = bytes / KB;
  const next = BY_SIZE.findIndex(([size]) => size >= kb);
  const [above, below] = [BY_SIZE.at(next), BY_SIZE[next - 1]];
  if (next < 0 || !above) return ((BY_SIZE.at(-1)?.[column] ?? 0) * kb) / (BY_SIZE.at(-1)?.[0] ?? 1);
  if (!below) return above[column];
  const share = (kb - below[0]) / (above[0] - below[0]);
  return below[column] + share * (above[column] - below[column]);
}
