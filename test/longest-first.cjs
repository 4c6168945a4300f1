const Sequencer = require('@jest/test-sequencer').default;

/** Those that take minutes by themselves; begun last, they would leave the other worker idle. */
const long =
  /[\\/]test[\\/](slow[\\/]slow|fuzz[\\/]fuzz|pipe[\\/]delivery|pipe[\\/]page-figures|pipe[\\/]demo|clauses[\\/]conduct-review|clauses[\\/]quiet|e2e[\\/]pages)\.test\.ts$/;

/** What takes longest is begun first; a fresh clone knows no times. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rest = super.sort(tests);
    return [...rest.filter(({ path }) => long.test(path)), ...rest.filter(({ path }) => !long.test(path))];
  }
};
