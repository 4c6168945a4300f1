import type { AbsenceNotice, Feeling } from '../../domain/absence-notice.ts';
import { firstName, type Person } from '../../domain/person.ts';

const toLearner: Record<Feeling, string> = {
  grief: 'I am so sorry for your loss.',
  illness: 'Sorry to hear you are not well.',
  fear: 'That sounds hard. Thank you for telling us.',
  trouble: 'Sorry to hear that. I hope everyone is all right.',
};
const aboutSomeone: Record<Feeling, (name: string) => string> = {
  grief: (name) => `We are very sorry. Our thoughts are with ${name}.`,
  illness: (name) => `Sorry to hear ${name} is not well.`,
  fear: (name) => `That sounds hard for ${name}. Thank you for telling us.`,
  trouble: () => 'Sorry to hear that. I hope everyone is all right.',
};

/** The sentence a person would say first to who writes what they feel, where it tells of nothing else. */
export function kindWords(feeling: Feeling): string {
  return toLearner[feeling];
}

/** The sentence a person would say first to who has just told this; empty where there is nothing to say, or to colleagues. */
export function sayKindly(notice: AbsenceNotice, viewer: Person, learner: Person | null): string {
  const { feeling } = notice;
  if (!feeling || notice.state !== 'draft' || notice.via || notice.byId !== viewer._id || !learner) return '';
  return viewer._id === learner._id ? toLearner[feeling] : aboutSomeone[feeling](firstName(learner));
}
