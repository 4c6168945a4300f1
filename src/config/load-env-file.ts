import { existsSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../../.env');

/** Reads `.env` at the project's top into the environment, if there is one; what is set already wins. */
export function loadEnvFile(): void {
  if (existsSync(file)) process.loadEnvFile(file);
}
