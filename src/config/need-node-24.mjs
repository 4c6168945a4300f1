import * as module from 'node:module';
import { fileURLToPath } from 'node:url';

// Plain JavaScript, loaded first: an older Node cannot even read the TypeScript that would say this.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `The attendance bot needs Node 24 or later; this is ${process.version}. Install it, or let \`npm install\` (without --omit=dev) bring one along.`,
  );
  process.exit(1);
}
// What was compiled once is kept, which takes a third off the next start. Beside the packages, not where other users of
// this machine write; where that folder cannot be written nothing is kept.
module.enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)));
