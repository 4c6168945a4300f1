import { readFileSync } from 'node:fs';
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

/** An https address, or the path of a text file (UTF-8), which is read at start. */
export const ownWords = z.string().transform((given, context): { link: string } | { text: string } => {
  if (given.startsWith('https://') && URL.canParse(given)) return { link: given };
  try {
    return { text: readFileSync(given, 'utf8').slice(0, 100_000) };
  } catch {
    context.addIssue({ code: 'custom', message: 'an https:// address, or a text file that can be read' });
    return z.NEVER;
  }
});
