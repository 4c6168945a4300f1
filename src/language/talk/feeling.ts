import type { Feeling } from '../../domain/absence-notice.ts';
import { died } from '../words/died.ts';
import { tokensOf } from '../words/tokens.ts';

const fear =
  /\b(scared|afraid|frightened|terrified|anxious|anxiety|panic\w*|panicking|overwhelmed|stressed|cannot face|can not face|can not cope|not coping|nervous|worried sick|dread\w*|crying|tearful)\b/;
const grief = new RegExp(
  `\\b(funeral|${died}|passed away|slipped away|passing|death|bereave\\w*|lost (?:my|his|her|their) (?:best )?(?:mum|dad|nan|nana|gran|grandma|grandad|grandpa|brother|sister|friend|uncle|aunt\\w*|cousin|dog|cat))\\b`,
);
/** Fears of small things are no fears: "scared I'll miss the bus". */
const small =
  /\b(afraid (?:i|he|she|they|we|that|not)|scared (?:i will|of missing) (?:be late|miss|the bus)|stressed lol)\b/;

const inHospital =
  /\b(in|into|at|to) (the )?(hospital|a&e|a and e|icu|intensive care)\b(?! (appointment|app|appt|scan|clinic|visit|check|radio|placement))/;
/** Who goes there for an hour is not lying there. */
const byAppointment =
  /\b(appointment|appt|scan|x ?ray|check ?up|clinic|outpatients?|results|follow up|physio|placement|work experience)\b/;

const wordsOf = (text: string) =>
  tokensOf(text.slice(0, 2_000))
    .map((token) => token.word)
    .join(' ');

/** True where somebody lies in hospital, or was brought there; not for an appointment. */
export function isInHospital(text: string): boolean {
  const said = wordsOf(text);
  return inHospital.test(said) && !byAppointment.test(said);
}

/** What someone feels who writes this about an absence, as its words and reason show; undefined where they show nothing. */
export function feelingIn(text: string, reason: string): Feeling | undefined {
  const said = wordsOf(text);
  if (reason === 'bereavement' || grief.test(said)) return 'grief';
  if (fear.test(said) && !small.test(said)) return 'fear';
  if (reason === 'family_emergency') return 'trouble';
  return reason === 'sickness' || (reason !== 'none' && isInHospital(text)) ? 'illness' : undefined;
}
