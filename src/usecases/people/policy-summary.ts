import { capital } from '../../domain/capital.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import type { College } from '../../domain/sms-text.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import type { FormView } from '../core/card-model.ts';

/** Teams shows no more links than buttons on a card. */
const mostLinks = 5;

/** What a learner or employer confirms; `their` are those whose attendance it is. */
function forOutside(pack: LoadedPack, isLearner: boolean): string[] {
  const { alternativeSession, setWork, occurrences } = pack;
  return [
    isLearner
      ? 'If you cannot come or will be late, tell me here before the session starts, and say why.'
      : 'If your apprentice cannot come or will be late, tell me here before the session starts, and say why.',
    ...(alternativeSession
      ? [
          `A missed 1-2-1 is made up for within ${alternativeSession.workingDays} working days; missed group sessions by the work the tutor sets.`,
        ]
      : setWork
        ? ['Missed group sessions are made up for by the work the tutor sets.']
        : []),
    ...(occurrences ? [`Below ${occurrences.belowPercent}% we talk about what would help.`] : []),
    isLearner
      ? 'Missing again and again can put your place on the course at risk.'
      : 'Missing again and again can put their place on the course at risk.',
    'You can ask for another look at any mark or decision.',
  ];
}

/** What those who work here confirm: what the policy asks of them (4.4). */
function forStaff({ register, occurrences, alternativeSession, atRisk }: LoadedPack, hasChat: boolean): string[] {
  return [
    `Registers are done in the session, within ${register.overdueMinutes} minutes of its start.`,
    'An absence nobody told us of beforehand is unauthorised; a person decides what follows, case by case.',
    ...(alternativeSession
      ? [`After a missed 1-2-1 another is agreed within ${alternativeSession.workingDays} working days.`]
      : []),
    ...(occurrences ? [`Below ${occurrences.belowPercent}% the mentor talks with the learner and decides.`] : []),
    ...(atRisk ? ['A learner who may be drifting away is reported to the manager early.'] : []),
    `A worry about someone’s safety goes to the Safeguarding Team at once: ${hasChat ? 'type “raise a concern”' : 'please call'}.`,
  ];
}

/** One policy in a few plain sentences, for whoever reads it (S6, 4.4). */
function summaryOf(pack: LoadedPack, viewer: Person): string[] {
  const { targetPercent, punctualityTargetPercent } = pack.attendance;
  return [
    `We aim for ${targetPercent}% attendance, and ${punctualityTargetPercent}% on time.`,
    ...(isStaff(viewer)
      ? forStaff(pack, viewer.chat !== undefined)
      : forOutside(pack, viewer.roles.includes('learner'))),
  ];
}

/** A policy's title up to its colon, where that is whose it is. */
const shortOf = (title: string) => title.split(': ')[0] ?? title;

/** Several policies on one card: what all of them ask once, then what only one of them asks. */
export function summaryOfAll(packs: readonly LoadedPack[], viewer: Person): string[] {
  const each = packs.map((pack) => ({ title: pack.title, lines: summaryOf(pack, viewer) }));
  const [first, ...others] = each;
  if (!first) return [];
  const shared = first.lines.filter((line) => others.every(({ lines }) => lines.includes(line)));
  const own = each.map(({ title, lines }) => ({ title, lines: lines.filter((line) => !shared.includes(line)) }));
  return [
    ...(others.length > 0
      ? [
          `This is about ${packs.length === 2 ? 'two policies' : `${packs.length} policies`}: ${each.map(({ title }) => title).join('; ')}.`,
        ]
      : []),
    ...shared,
    ...own.flatMap(({ title, lines }) => (lines.length > 0 ? [`Only in ${shortOf(title)}: ${lines.join(' ')}`] : [])),
  ];
}

/** The policies named with these, where there is no address to read them at. */
export function namedOnly(packs: readonly LoadedPack[]): string[] {
  return [...new Set(packs.flatMap(({ papers }) => papers.related.filter((one) => !one.url).map((one) => one.title)))];
}

/** Where the policies themselves and those they go with can be read, the policies first. */
export function linksOf(packs: readonly LoadedPack[]): FormView['links'] {
  const own = packs.flatMap(({ title, papers: { policy } }) =>
    policy ? [{ title: packs.length > 1 ? `Read: ${shortOf(title)}` : 'Read the whole policy', url: policy }] : [],
  );
  const related = packs.flatMap(({ papers }) =>
    papers.related.flatMap(({ title, url }) => (url ? [{ title, url }] : [])),
  );
  return [...new Map([...own, ...related].map((one) => [one.url, one])).values()].slice(0, mostLinks);
}

/** Who answers questions about it, and their number; nothing where the college has given none. */
export function whomToCall(college: College | undefined): FormView['facts'] {
  if (!college?.phone) return [];
  const { name, phone, contact } = college;
  return [{ label: 'Questions', value: `${contact ? `${capital(contact)}, ` : ''}${name}, ${phone}` }];
}
