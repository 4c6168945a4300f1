import type { Collections } from '../../store/database.ts';
import { type TableName, tableNames } from '../tables/read-college.ts';
import type { Plan } from './plan.ts';
import { countPlanned } from './plan-import.ts';

/** A limit on changes: `10%` of what is stored, or a number of rows. Undefined when it is neither. */
export function readLimit(text: string): ((stored: number) => number) | undefined {
  const [, number = '', percent] = /^(\d{1,6})(%?)$/.exec(text.trim()) ?? [];
  if (number === '' || (percent && Number(number) > 100)) return undefined;
  return percent ? (stored) => Math.ceil((stored * Number(number)) / 100) : () => Number(number);
}

/** Why an import changes more than was allowed, by table; undefined when it does not. What is new is no change. */
export async function tooMuch(c: Collections, plan: Plan, missing: number, limit: string): Promise<string | undefined> {
  const most = readLimit(limit);
  if (!most) throw new Error(`no limit: ${limit}`);
  const over: string[] = [];
  for (const name of tableNames) {
    const stored = await c[name as TableName & 'people'].estimatedDocumentCount();
    const changed = countPlanned(plan[name]).changed + (name === 'sessions' ? missing : 0);
    if (changed > most(stored)) over.push(`${changed} of ${stored} ${name}`);
  }
  return over.length === 0
    ? undefined
    : `would change ${over.join(', ')}: more than ${limit}. Is it the right file? If so, run it with a higher --max-changes`;
}
