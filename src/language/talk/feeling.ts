import type { Feeling } from '../../domain/absence-notice.ts';
import { tokensOf } from '../words/tokens.ts';

const fear =
  /\b(scared|afraid|frightened|terrified|anxious|anxiety|panic\w*|panicking|overwhelmed|stressed|cannot face|can not face|can not cope|not coping|nervous|worried sick|dread\w*|crying|tearful)\b/;
const grief =
  /\b(funeral|died|passed away|passing|death|bereave\w*|lost (?:my|his|her|their) (?:mum|dad|nan|nana|gran|grandma|grandad|grandpa|brother|sister|friend|uncle|aunt\w*|cousin|dog|cat))\b/;
/** Fears of small things are no fears: "scared I'll miss the bus". */
const small =
  /\b(afraid (?:i|he|she|they|we|that|not)|scared (?:i will|of missing) (?:be late|miss|the bus)|stressed lol)\b/;

/** What someone feels who writes this about an absence, as its words and reason show; undefined where they show nothing. */
export function feelingIn(text: string, reason: string): Feeling | undefined {
  const said = tokensOf(text.slice(0, 2_000))
    .map((token) => token.word)
    .join(' ');
  if (reason === 'bereavement' || grief.test(said)) return 'grief';
  if (fear.test(said) && !small.test(said)) return 'fear';
  if (reason === 'family_emergency') return 'trouble';
  return reason === 'sickness' ? 'illness' : undefined;
}
