import { registerHooks } from 'node:module';

const names = ['expect', 'test', 'describe', 'beforeAll', 'afterAll', 'beforeEach', 'afterEach'];
const url = `data:text/javascript,export const { ${names.join(', ')} } = globalThis;`;

/**
 * Test files run as Node runs any file, many in one process, so that what they load is loaded once. There jest's functions
 * are global; what is imported from `@jest/globals`, for its types, are those.
 */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals' ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
});
