import { z } from 'zod';

/** An empty line in the environment is a setting not given. */
export const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

/** A line for each of these settings that is not there, and why it is needed. */
export function needed(env: Record<string, string | undefined>, names: readonly string[], why: string): string[] {
  return names.filter((name) => !env[name]).map((name) => `${name}: needed ${why}`);
}
