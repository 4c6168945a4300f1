import { type Retention, type RetentionKind, retentionKinds, usualRetention } from '../domain/retention.ts';

const isKind = (name: string): name is RetentionKind => (retentionKinds as readonly string[]).includes(name);

/** Reads `files:200,messages:900` over what is usual; in `mistakes` what is no kind, no number, or too short to be meant. */
export function readRetention(text: string | undefined): { retention: Retention; mistakes: string[] } {
  const retention = { ...usualRetention };
  const mistakes: string[] = [];
  for (const part of (text ?? '').split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [name = '', number = ''] = part.split(':').map((one) => one.trim());
    if (!isKind(name)) {
      mistakes.push(`${name} is none of ${retentionKinds.join(', ')}`);
      continue;
    }
    const { unit, least } = retention[name];
    const keep = Number(number);
    if (!/^\d{1,5}$/.test(number) || keep < least)
      mistakes.push(`${name}: a whole number of ${unit}, at least ${least}`);
    else retention[name] = { ...retention[name], keep };
  }
  return { retention, mistakes };
}
