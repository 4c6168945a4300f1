import type { Token } from '../words/tokens.ts';
import type { Read, Unit } from './unit.ts';

/** What words that begin at a token say about a day, if they are of the rule's kind. */
export type Rule = (tokens: readonly Token[], at: number) => Read<Unit> | undefined;
