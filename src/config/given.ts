import { z } from 'zod';

/** An empty line in the environment is a setting not given. */
export const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

/** Where what the bot sends may go. */
export const webAddress = z
  .string()
  .regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/, 'an https:// address, or one on this machine');

/** A line for each of these settings that is not there, and why it is needed. */
export function needed(env: Record<string, string | undefined>, names: readonly string[], why: string): string[] {
  return names.filter((name) => !env[name]).map((name) => `${name}: needed ${why}`);
}
