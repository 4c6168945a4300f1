import type { Refusal, RefusalCode } from '../domain/failure.ts';

/** What the person reads for each refusal. None tells whether something exists. */
const words: Record<RefusalCode, string> = {
  'not-known-here':
    'Hello. I am the attendance bot, and I do not know you yet. Please ask your college office to add the name you sign in to Teams with, and to say so if you are a guest there.',
  'not-allowed': 'You cannot do that here. If you think you should be able to, ask your college office.',
  'not-found': 'I cannot find that any more.',
  'typed-not-kept':
    'That button would throw away what you wrote there. Press the one it belongs to, or empty it first. Nothing was changed.',
  'moved-on':
    'This card had moved on before you pressed, so your words were not kept. Copy them from here if you still need them.',
  'bad-payload': 'That did not come through right, so nothing was changed. Please try again, or type help.',
  'unknown-verb': 'I do not know that button. The card may be from an older version. Type help to see what I can do.',
  'too-fast': 'That was a lot of presses at once. Please wait a moment and press again. Nothing was changed.',
  'register-cancelled': 'This session is cancelled, so its register is closed.',
  'minutes-out-of-range':
    'Those minutes do not fit. Give a whole number from 1 to the length of the session. Nothing was changed.',
  'late-all-session':
    'Late for the whole session? Then go back and choose Absent, or enter fewer minutes. Nothing was changed.',
  'learner-not-found': 'I cannot find that learner here. Nothing was changed.',
  'notice-gone': 'That notice is not there any more.',
  'case-decided': 'This was decided already, so nothing was changed.',
  'case-withdrawn': 'This no longer applies: a mark was amended. Nothing was changed.',
  'needs-a-reason': 'Please say in a few words why. Nothing was changed yet.',
  'needs-words': 'Please say it in a few words. Nothing was changed yet.',
  'room-needed': 'Which room? Please write the new one. Nothing was changed yet.',
  'percent-needed':
    'Give a percent that is below the policy’s own line: another line may only ease it. Nothing was changed.',
  'not-on-break': 'There is no break in learning to end: they are not on one today. Nothing was changed.',
  'no-break-planned': 'There is no break planned from that day. Nothing was changed.',
  'year-ended':
    'The college year has ended since. Please close this or carry it over first: the card “The year has ended” asks for it.',
  'pick-one': 'Please pick one. Nothing was changed yet.',
  'none-ticked': 'None met? Then press “None met”. Else tick what was met. Nothing was signed yet.',
  'some-ticked': 'Some targets are ticked. If none was met, untick them first. Nothing was signed yet.',
  'day-is-over': 'That could be corrected on its own day only. Nothing was changed.',
  'no-manager':
    'No manager is set for this programme, so nobody could be told. Please ask the office to set one. Nothing was changed.',
  'time-taken': 'Somebody else has that time now. Please pick another. Nothing was changed.',
  'times-needed': 'Please pick a time that is still to come. Nothing was changed.',
  'not-yours-to-answer': 'You marked or decided this yourself, so someone else has to answer. Nothing was changed.',
  'not-yourself': 'This is about you, so someone else has to do it; ask your college office. Nothing was changed.',
  contested: 'The learner has asked for another look. This rests until that is answered. Nothing was changed.',
  'nobody-told':
    'Nobody could be told just now: see whom the office has recorded, or try again later. Nothing was changed.',
  'phone-needed': 'Please give a mobile number, such as 07700 900123. Nothing was changed.',
  'address-needed': 'Please give an email address, such as sam@example.org. Nothing was changed.',
  'same-place':
    'That is where it did not arrive. Please give another one, or tell them another way. Nothing was changed.',
  'outcome-needed': 'Please say in a few words what came of it. The hold stays until then.',
  'undo-over':
    'The minutes in which this could be undone are over: it has been done, and whom it concerns has been told. If it was wrong, please tell them so yourself. Nothing was changed.',
  'decide-first': 'Please decide about this learner first: the options stand above on their card. Nothing was changed.',
  'monday-needed': 'Please give a Monday, today or later. Nothing was changed.',
  'no-lessons-then': 'A Conduct Review needs lessons to sign in each of its weeks. Nothing was changed.',
  'too-far-ahead': 'That is more than a year ahead. Please give a nearer day. Nothing was changed.',
  'day-needed': 'Please give a day from today on. Nothing was changed.',
  'days-do-not-fit': 'The last day must not be before the first, nor long after it. Nothing was changed.',
  'no-college-day': 'Those days are a weekend, when there is no college. Nothing was changed.',
  'mark-not-offered': 'That mark is not one you can give here. Nothing was changed.',
};

/** The words for a refusal, after what it is about: "Grace Liu: 500 minutes late. Those minutes do not fit. …" */
export function refusalWords({ refused, about }: Refusal): string {
  return about === undefined ? words[refused] : `${about.replace(/[.!?]{0,9}$/, '.')} ${words[refused]}`;
}
