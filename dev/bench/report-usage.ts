// Loaded before a script that is measured: at its end writes what it cost to file descriptor 3, for fresh-process.ts.
import { writeSync } from 'node:fs';

const BYTES_PER_KIB = 1024;

process.once('exit', () => {
  const peakMB = (process.resourceUsage().maxRSS * BYTES_PER_KIB) / 1e6;
  // Since the process began, so that loading the script counts as well.
  writeSync(3, JSON.stringify({ ms: performance.now(), peakMB }));
});
