import { addMinutes, dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { callName, type Person } from '../../domain/person.ts';
import {
  isAwaited,
  type Mark,
  type Register,
  type RegisterCause,
  type RegisterHistory,
  type RegisterRow,
} from '../../domain/register.ts';
import { markType, sessionType } from '../../policy/pack-shelf.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { mostLed, storiesOfSession } from '../core/story-link.ts';
import { heading, namesOf, type OpenedRegister } from './load-register.ts';
import { othersOfReport, questionsOfReport } from './meeting-suggestions.ts';
import { sayChoice } from './register-choices.ts';

const tones = { good: 'good', late: 'warning', told: 'default', absent: 'attention', other: 'default' } as const;
type Kind = keyof typeof tones;
type Shown = Pick<OpenedRegister, 'session' | 'pack'>;

/** What a row counts as on the card: there, late, told late and not seen yet, absent, or neither. */
function kindOf(row: RegisterRow, { session, pack }: Shown): Kind {
  const type = row.mark && markType(pack, row.mark.code);
  if (!row.mark || !type || type.counts === 'ignored') return 'other';
  if (type.counts === 'absent') return 'absent';
  if (isAwaited(row.mark, session.startsAt, row.mark.at)) return 'told';
  return type.asksMinutes ? 'late' : 'good';
}

/** "Saved 09:17 by Sam Lee, amended 15:24 by Pat Quinn: break in learning"; a later day is named. */
async function saySaved(world: World, { register, session }: OpenedRegister): Promise<string> {
  if (register.state === 'cancelled') return 'Cancelled. It counts for nothing.';
  const amendment = lastAmendment(register);
  const ids = [register.savedById, amendment?.byId].filter((id) => id !== undefined);
  const people = new Map((await world.records.people.byIds(ids)).map((person) => [person._id, person]));
  const when = (at: Date) =>
    `${dayOf(at, session.zone) === session.day ? '' : `${sayDay(dayOf(at, session.zone))} `}${timeOf(at, session.zone)}`;
  const saver = people.get(register.savedById ?? '');
  const isTutors = saver && session.tutorIds.includes(saver._id);
  const by = saver ? (isTutors ? ` by ${callName(saver)}` : `, entered by ${callName(saver)}`) : '';
  const { employerThere } = register;
  const employer = employerThere === undefined ? '' : employerThere ? ', employer there' : ', employer not there';
  const saved = `Saved ${register.savedAt ? when(register.savedAt) : ''}${by}${employer}`;
  if (!amendment) return saved;
  const amender = people.get(amendment.byId);
  // What someone wrote about it is kept in the history; on the card stands the reason of who amended it here.
  const why = amendment.cause ? causes[amendment.cause] : amendment.words;
  return `${saved}, amended ${when(amendment.at)}${amender ? ` by ${callName(amender)}` : ''}${why ? `: ${why}` : ''}`;
}

/** What is said of an amendment that was not made on the register's card; empty: the mark says enough. */
const causes: Record<RegisterCause, string> = {
  'guest-added': 'guest added',
  'not-taking-part': 'noted as not taking part',
  'session-cancelled': '',
  elsewhere: 'elsewhere',
  'not-elsewhere': 'not elsewhere after all',
  'notice-accepted': 'the absence was accepted',
  'notice-rejected': 'the absence was not accepted',
  'notice-evidence': 'evidence is asked for',
  'told-before': 'told us before',
  break: 'break in learning',
  contested: '',
  logged: '',
  'not-logged': 'not logged by its deadline',
  'said-in-chat': 'said in the chat',
  'from-file': 'from a file',
};

/** The latest change of a mark after the register was saved. */
function lastAmendment({ savedAt, history }: Register): RegisterHistory | undefined {
  const first = history.findIndex((entry) => entry.at.getTime() === savedAt?.getTime());
  return history.slice(first + 1).findLast((entry) => entry.changes.length > 0);
}

/** As many of one mark that counts for nothing, such as a trip, share a line. */
const fewest = 3;

/** Everyone who is not simply there, by name; many with the same mark on one line. */
function exceptionsOf(
  opened: OpenedRegister,
  nameOf: (row: RegisterRow) => string,
  storyOf: (learnerId: string) => string | undefined,
) {
  const { register, session, pack } = opened;
  const isDropIn = sessionType(pack, session.type).dropIn;
  const isUnexpected = (row: RegisterRow) => row.mark?.code === pack.markRoles.notExpected;
  // At a drop-in nobody is expected; elsewhere who is not expected after all is on a break, and does not just vanish.
  const shown = register.rows.filter(
    (row) =>
      row.mark &&
      !(isUnexpected(row) && isDropIn) &&
      (kindOf(row, opened) !== 'good' || row.notes?.length || row.guest),
  );
  const say = (row: RegisterRow) =>
    [
      sayChoice(row.mark as Mark, pack),
      kindOf(row, opened) === 'told' ? 'as told us' : '',
      row.notes?.length ? 'did not take part' : '',
      row.guest ? 'guest' : '',
    ]
      .filter(Boolean)
      .join(', ');
  const isPlain = (row: RegisterRow) => kindOf(row, opened) === 'other' && !row.notes?.length && !row.guest;
  const groups = Map.groupBy(shown, (row) => (isPlain(row) ? say(row) : row.enrolmentId));
  const isLed = shown.length <= mostLed;
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows as [RegisterRow];
    if (rows.length < fewest)
      return rows.map((row) => {
        // A guest is of another list, whose learners are not always this tutor's own.
        const url = row.guest || !isLed ? undefined : storyOf(row.learnerId);
        return { name: nameOf(row), mark: say(row), ...(url ? { url } : {}) };
      });
    return [{ name: `${say(first)} (${rows.length})`, mark: rows.map(nameOf).join(', ') }];
  });
}

/** Marks that do not agree with what was told, put to the tutor as questions (SPEC P). */
function questionsOf(opened: OpenedRegister, nameOf: (row: RegisterRow) => string): string[] {
  const { register, session, pack } = opened;
  return register.rows.flatMap((row) => {
    const kind = kindOf(row, opened);
    if (row.mark && kind === 'told') {
      const due = timeOf(addMinutes(session.startsAt, row.mark.minutesLate), session.zone);
      return [
        `${nameOf(row)} was to come at ${due}, after this was saved. Amend it if they come later, or not at all.`,
      ];
    }
    if (!row.mark || !['good', 'late'].includes(kind)) return [];
    const said = sayChoice(row.mark, pack).toLowerCase();
    if (row.told?.kind === 'absence') return [`${nameOf(row)} told us: not in, but is marked ${said}. Is that right?`];
    const wasTold = row.formerly?.at(-1)?.kind === 'absence';
    if (row.told || !wasTold || row.mark.how !== 'rest') return [];
    return [`${nameOf(row)} took back “not in”, and is marked ${said} with the rest. Is that right?`];
  });
}

export type SummaryOptions = {
  problems?: string[];
  /** What has just been done beside the marks. */
  said?: string;
  /** Who looks; nobody in particular in a channel. */
  viewer?: Person;
};

/** The saved register. */
export async function viewSummary(
  world: World,
  opened: OpenedRegister,
  { problems = [], said = '', viewer }: SummaryOptions = {},
): Promise<CardModel> {
  const { register, pack } = opened;
  const names = await namesOf(world, register.rows);
  const nameOf = (row: RegisterRow) => names.get(row.learnerId) ?? row.learnerId;
  const storyOf = viewer ? storiesOfSession(world, viewer, opened.session) : () => undefined;
  const isCancelled = register.state === 'cancelled';
  const count = (kind: Kind) => register.rows.filter((row) => kindOf(row, opened) === kind).length;
  const elsewhere = register.rows.filter((row) => row.mark?.code === pack.markRoles.elsewhere).length;
  const counts = [
    { label: 'Present', count: count('good'), tone: tones.good },
    { label: 'Late', count: count('late'), tone: tones.late },
    ...(count('told') > 0 ? [{ label: 'Told us', count: count('told'), tone: tones.told }] : []),
    { label: 'Absent', count: count('absent'), tone: tones.absent },
    ...(elsewhere > 0
      ? [{ label: markType(pack, pack.markRoles.elsewhere).label, count: elsewhere, tone: tones.other }]
      : []),
  ];
  return {
    card: 'register-summary',
    data: {
      registerId: register._id,
      version: register.version,
      ...heading(opened),
      saved: await saySaved(world, opened),
      said,
      counts: isCancelled ? [] : counts,
      exceptions: exceptionsOf(opened, nameOf, storyOf),
      questions: isCancelled
        ? []
        : [...questionsOf(opened, nameOf), ...questionsOfReport(opened, nameOf), ...othersOfReport(opened)],
      problems,
      isCancelled,
    },
  };
}
