import { timeOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { callName, listNames, type Person } from '../../domain/person.ts';
import type { Conflict, Register, RegisterRow } from '../../domain/register.ts';
import { plannedMinutes, type Session, saySession } from '../../domain/session.ts';
import { type LoadedPack, markType, packOn, sessionType } from '../../policy/policy-pack.ts';
import { prefillMark } from '../../policy/rules/prefill-mark.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { choicesFor, rowLabel, sayChoice, writeChoice } from './register-choices.ts';

/** More learners than this come as pages of one register, so that a card stays small and readable. */
export const pageSize = 20;

/** A register with what is needed to show or change it. */
export type OpenedRegister = {
  register: Register;
  session: Session;
  programme: Programme;
  pack: LoadedPack;
  planned: number;
};

/** Loads a register with its session, programme and the pack of its day; null when there is none. */
export async function loadRegister(world: World, registerId: string): Promise<OpenedRegister | null> {
  const [register, session] = await Promise.all([
    world.records.registers.byId(registerId),
    world.records.sessions.byId(registerId),
  ]);
  if (!register || !session) return null;
  const programme = await world.records.enrolments.programme(session.programmeId);
  if (!programme) return null;
  const pack = packOn(world.packs, programme.pack, session.day);
  return { register, session, programme, pack, planned: plannedMinutes(session) };
}

async function namesOf(world: World, rows: readonly RegisterRow[]): Promise<Map<string, string>> {
  return listNames(await world.records.people.byIds(rows.map((row) => row.learnerId)));
}

function heading({ session, programme }: OpenedRegister) {
  return { title: `${programme.name}: ${session.title}`, place: saySession(session) };
}

/** The open register (or an amend form), one page of it. */
export async function viewForm(
  world: World,
  opened: OpenedRegister,
  page: number,
  options: { isAmending?: boolean; problems?: string[] } = {},
): Promise<CardModel> {
  const { register, session, pack, planned } = opened;
  const names = await namesOf(world, register.rows);
  const pages = Math.max(1, Math.ceil(register.rows.length / pageSize));
  const shownPage = Math.min(Math.max(page, 0), pages - 1);
  const rows = register.rows.slice(shownPage * pageSize, (shownPage + 1) * pageSize).map((row) => {
    const current = row.mark ?? (row.told ? prefillMark(row.told, pack) : undefined);
    return {
      enrolmentId: row.enrolmentId,
      label: rowLabel(names.get(row.learnerId) ?? row.learnerId, row.told, row.guest ?? false),
      value: current ? writeChoice(current) : '',
      choices: choicesFor(pack, planned, current),
    };
  });
  const due = timeOf(new Date(session.startsAt.getTime() + pack.register.overdueMinutes * 60_000), session.zone);
  const late = register.openedLate ? 'This register comes late: the bot was away at its start. ' : '';
  const lead = options.isAmending
    ? 'Change what was wrong. Everything you change is kept in the history.'
    : `${late}Pick only the exceptions. Due by ${due}.`;
  return {
    card: 'register-form',
    data: {
      registerId: register._id,
      version: register.version,
      page: shownPage,
      pages,
      ...heading(opened),
      lead,
      rows,
      isAmending: options.isAmending ?? false,
      isDropIn: sessionType(pack, session.type).dropIn,
      asksEmployer: sessionType(pack, session.type).asksEmployer,
      employer: register.employerThere === undefined ? '' : register.employerThere ? 'yes' : 'no',
      problems: options.problems ?? [],
    },
  };
}

/** Asks the minutes of those marked "Late, other". */
export async function viewMinutes(world: World, opened: OpenedRegister): Promise<CardModel> {
  const names = await namesOf(world, opened.register.rows);
  const waiting = opened.register.rows.filter((row) => row.awaitsMinutes).slice(0, pageSize);
  return {
    card: 'register-minutes',
    data: {
      registerId: opened.register._id,
      version: opened.register.version,
      ...heading(opened),
      rows: waiting.map((row) => ({
        enrolmentId: row.enrolmentId,
        label: names.get(row.learnerId) ?? row.learnerId,
        most: opened.planned,
      })),
    },
  };
}

/** "Ben Carter: Sam Lee saved Absent. You chose Late 10 min. Sam's was kept." */
export async function sayConflicts(
  world: World,
  opened: OpenedRegister,
  conflicts: readonly Conflict[],
): Promise<string[]> {
  if (conflicts.length === 0) return [];
  const names = await namesOf(world, opened.register.rows);
  const savers = await world.records.people.byIds([...new Set(conflicts.map((one) => one.kept.byId))]);
  const saverName = new Map(savers.map((person) => [person._id, callName(person)]));
  return conflicts.map((one) => {
    const row = opened.register.rows.find((candidate) => candidate.enrolmentId === one.enrolmentId);
    const who = names.get(row?.learnerId ?? '') ?? 'A learner';
    const saver = saverName.get(one.kept.byId) ?? 'A colleague';
    return `${who}: ${saver} saved ${sayChoice(one.kept, opened.pack)} meanwhile. You chose ${sayChoice(one.yours, opened.pack)}. Theirs was kept; Amend to change it.`;
  });
}

const tones = { good: 'good', late: 'warning', absent: 'attention' } as const;

/** The saved register. */
export async function viewSummary(world: World, opened: OpenedRegister, problems: string[] = []): Promise<CardModel> {
  const { register, pack } = opened;
  const names = await namesOf(world, register.rows);
  const saver: Person | null = register.savedById ? await world.records.people.byId(register.savedById) : null;
  const kindOf = (row: RegisterRow) => {
    const type = row.mark && markType(pack, row.mark.code);
    if (!type || type.counts === 'ignored') return 'other' as const;
    if (type.counts === 'absent') return 'absent' as const;
    return type.asksMinutes ? ('late' as const) : ('good' as const);
  };
  const count = (kind: ReturnType<typeof kindOf>) => register.rows.filter((row) => kindOf(row) === kind).length;
  const counts = [
    { label: 'Present', count: count('good'), tone: tones.good },
    { label: 'Late', count: count('late'), tone: tones.late },
    { label: 'Absent', count: count('absent'), tone: tones.absent },
  ];
  const name = (row: RegisterRow) => names.get(row.learnerId) ?? row.learnerId;
  const savedAt = register.savedAt ? timeOf(register.savedAt, opened.session.zone) : '';
  const isTutors = saver && opened.session.tutorIds.includes(saver._id);
  const by = saver ? (isTutors ? ` by ${callName(saver)}` : `, entered by ${callName(saver)}`) : '';
  const employer =
    register.employerThere === undefined ? '' : register.employerThere ? ', employer there' : ', employer not there';
  const whenAndWho = `Saved ${savedAt}${by}${employer}`;
  const amended = register.history.length > 1 && register.history.some((entry) => entry.why);
  return {
    card: 'register-summary',
    data: {
      registerId: register._id,
      version: register.version,
      ...heading(opened),
      saved:
        register.state === 'cancelled'
          ? 'Cancelled. It counts for nothing.'
          : amended
            ? `${whenAndWho}, amended`
            : whenAndWho,
      counts: register.state === 'cancelled' ? [] : counts,
      exceptions: register.rows
        .filter((row) => row.mark?.code !== pack.markRoles.notExpected)
        .filter((row) => row.mark && (kindOf(row) !== 'good' || row.notes?.length))
        .map((row) => ({
          name: name(row),
          mark: [row.mark ? sayChoice(row.mark, pack) : '', row.notes?.length ? 'did not take part' : '']
            .filter(Boolean)
            .join(', '),
        })),
      questions: register.rows
        .filter((row) => row.told?.kind === 'absence' && row.mark && ['good', 'late'].includes(kindOf(row)))
        .map(
          (row) =>
            `${name(row)} told us: not in, but is marked ${row.mark ? sayChoice(row.mark, pack).toLowerCase() : ''}. Is that right?`,
        ),
      problems,
      isCancelled: register.state === 'cancelled',
    },
  };
}

/** What the register looks like now: minutes to give, the form, or the summary. A page all marked gives way to an open one. */
export async function viewRegister(
  world: World,
  opened: OpenedRegister,
  page = 0,
  problems: string[] = [],
): Promise<CardModel> {
  const { rows, state } = opened.register;
  const awaits = rows.some((row) => row.awaitsMinutes);
  if (state !== 'open' && !awaits) return viewSummary(world, opened, problems);
  const isOpen = (row: RegisterRow) => !row.mark && !row.awaitsMinutes;
  const firstOpen = rows.findIndex(isOpen);
  if (firstOpen < 0) return awaits ? viewMinutes(world, opened) : viewForm(world, opened, page, { problems });
  const asked = rows.slice(page * pageSize, (page + 1) * pageSize);
  return viewForm(world, opened, asked.some(isOpen) ? page : Math.floor(firstOpen / pageSize), { problems });
}
