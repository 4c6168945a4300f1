import type { Person } from '../../domain/person.ts';
import { isInWelsh } from '../../language/words/welsh.ts';
import type { HelpLine, NoteView } from '../core/card-model.ts';

const emergency: HelpLine = { name: '', number: '999', when: 'if you are in danger now' };
const emergencyOfOthers: HelpLine = { ...emergency, when: 'if someone is in danger now' };
const childline: HelpLine = { name: 'Childline', number: '0800 1111', when: 'under 19, free, at any time' };
const samaritans: HelpLine = { name: 'Samaritans', number: '116 123', when: 'free, at any time' };
const samaritansInWelsh: HelpLine = {
  name: 'Samaritans yn Gymraeg',
  number: '0808 164 0123',
  when: 'am ddim, 7 tan 11 yr hwyr',
};

const kind = 'Thank you for telling us. You have done nothing wrong.';
const kindInWelsh = 'Diolch am ddweud wrthon ni. Dwyt ti ddim wedi gwneud dim o’i le.';
const watched = 'This chat is not watched day and night.';

/**
 * What whoever wrote of harm is told, and nobody else: a kind sentence, then who will be in touch, then whom to call, a
 * line each, so that a thumb finds it (S11). `isOwn`: the writer may be in need themself. Childline is for the young: not
 * for colleagues and employers. A message in Welsh is answered in Welsh first.
 */
export function wordsToWriter(from: Pick<Person, 'roles'>, words: string, isOwn: boolean): NoteView {
  const said = { tone: 'default', isPrivate: true } as const;
  if (!isOwn) {
    const further = `The Safeguarding Team has this now, and nobody else reads it. They get in touch with you if they need to know more. ${watched}`;
    return { ...said, text: 'Thank you for telling us.', further, lines: [emergencyOfOthers] };
  }
  const welsh = isInWelsh(words.slice(0, 2_000));
  const isGrown = from.roles.length > 0 && !from.roles.includes('learner');
  return {
    ...said,
    text: welsh ? `${kindInWelsh} ${kind}` : kind,
    further: `Someone from our Safeguarding Team will read this and get in touch with you. ${watched}`,
    lines: [emergency, ...(isGrown ? [] : [childline]), samaritans, ...(welsh ? [samaritansInWelsh] : [])],
  };
}

/** A number with whose it is, as it is read: “Samaritans 116 123”. */
export const sayLine = ({ name, number }: HelpLine): string => `${name} ${number}`.trim();

/**
 * The same where there are no cards, the numbers on lines of their own. `place`: what is not watched there; in a short
 * one only 999 says when it is for.
 */
export function withoutCard({ text, further = '', lines = [] }: NoteView, place: string, isShort = false): string {
  const said = lines.map((one) => (isShort && one.name ? sayLine(one) : `${sayLine(one)}: ${one.when}`));
  return [text, further.replace('This chat', `This ${place}`), ...said].filter(Boolean).join('\n');
}
