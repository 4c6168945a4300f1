import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { sayDay, timeOf } from '../../domain/calendar.ts';
import type { Thread } from '../../domain/incoming.ts';
import { callName, listNames, type Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { newestOf, openCards } from '../notices/answer-card.ts';
import { partsOf, sayWhat, sayWhose } from '../notices/say-notice.ts';
import { touchedSessions } from '../notices/touched-sessions.ts';
import { isTooLate } from '../notices/view-notice.ts';

/** What is asked of somebody about what they told us, the fullest words first, and what a number would answer. */
type Asked = { variants: string[]; choice?: Thread['choice'] };

const mostSessions = 2;

async function saySessions(world: World, notice: AbsenceNotice): Promise<string> {
  const sessions = await touchedSessions(world, notice);
  const isOneDay = notice.days.length === 1;
  const said = sessions
    .slice(0, mostSessions)
    .map((one) => `${one.title} ${isOneDay ? '' : `${sayDay(one.day)} `}${timeOf(one.startsAt, one.zone)}`);
  const more = sessions.length > mostSessions ? ` and ${sessions.length - mostSessions} more` : '';
  return said.length > 0 ? ` (${said.join(', ')}${more})` : '';
}

const numbered = (titles: readonly string[]) => titles.map((title, i) => `${i + 1} ${title}`).join(', ');

async function askWho(world: World, notice: AbsenceNotice): Promise<Asked> {
  const people = await world.records.people.byIds(notice.candidates ?? []);
  const names = listNames(people);
  const titles = people.map((one) => names.get(one._id) ?? one.name);
  return {
    variants: [`${sayWhat(notice)}. Who do you mean? Answer with a number: ${numbered(titles)}.`],
    choice: { noticeId: notice._id, asks: 'who', options: people.map((one) => one._id) },
  };
}

/** The one question that has to be answered before this can count. */
async function askOne(world: World, person: Person, notice: AbsenceNotice): Promise<Asked | undefined> {
  const { back, stays } = partsOf(notice);
  const what = await sayWhose(world, back, person, callName);
  switch (notice.question) {
    case undefined:
      return undefined;
    case 'who':
      return askWho(world, notice);
    case 'withdraw':
      return {
        variants: [`Take this back: ${what}?${stays ? ` What stays: ${sayWhat(stays)}.` : ''} Answer YES or NO.`],
      };
    case 'which-half':
      return {
        variants: [
          `${what}. Which part is missed? Answer with a number: ${numbered(['morning', 'afternoon', 'all day'])}.`,
        ],
        choice: { noticeId: notice._id, asks: 'which-half', options: ['am', 'pm', 'day'] },
      };
    case 'how-late':
      return { variants: [`${what}. About how many minutes late? Answer with the number.`] };
    case 'until-when':
      return { variants: [`${what}. Until which day? Your best guess is fine, for example: Friday.`] };
    case 'which-day':
      return { variants: ['Which day do you mean? Answer with the day, for example: 12 December.'] };
  }
}

/** What waits for a yes, all of it together. */
async function askYes(world: World, person: Person, notices: readonly AbsenceNotice[]): Promise<Asked> {
  const short = await Promise.all(notices.map((one) => sayWhose(world, one, person, callName)));
  const sessions = await Promise.all(notices.map((one) => saySessions(world, one)));
  const full = short.map((what, i) => `${what}${sessions[i]}`);
  const late = await Promise.all(notices.map((one) => isTooLate(world, one)));
  const ask = late.every(Boolean)
    ? 'That is over already, so it cannot count as told in time. Answer YES to tell the office, who decide, or NO.'
    : sessions.every((one) => one === '')
      ? 'Nothing is planned then. Answer YES to have it written down all the same, or NO.'
      : 'Is that right? Answer YES to tell the college, or NO.';
  const most = `${short[0]} and ${short.length - 1} more`;
  return {
    variants: [
      ...[full, short].map((one) => `${one.join('; ')}. ${ask}`),
      ...(short.length > 1 ? [`${most}. ${ask}`] : []),
    ],
  };
}

/**
 * What somebody told us and has not confirmed, as a short message asks it: what must be known first, else whether it is
 * right (G2). It is what a bare yes would be about. Undefined where nothing waits.
 */
export async function askOpen(world: World, person: Person): Promise<Asked | undefined> {
  const asked = newestOf(await openCards(world, person));
  for (const notice of asked) {
    const question = await askOne(world, person, notice);
    if (question) return question;
  }
  return asked.length > 0 ? askYes(world, person, asked) : undefined;
}
