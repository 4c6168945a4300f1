import type { Programme } from '../../domain/enrolment.ts';
import type { MeetingReport } from '../../domain/meeting-report.ts';
import { listNames } from '../../domain/person.ts';
import type { Register, RegisterRow } from '../../domain/register.ts';
import { plannedMinutes, type Session, saySession } from '../../domain/session.ts';
import { type LoadedPack, packOn, sessionType } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';

/** A register with what is needed to show or change it. */
export type OpenedRegister = {
  register: Register;
  session: Session;
  programme: Programme;
  pack: LoadedPack;
  planned: number;
  /** Of a remote session, once Teams has one. */
  report?: MeetingReport;
};

/** Loads a register with its session, programme and the pack of its day; null when there is none. */
export async function loadRegister(world: World, registerId: string): Promise<OpenedRegister | null> {
  const [register, session] = await Promise.all([
    world.records.registers.byId(registerId),
    world.records.sessions.byId(registerId),
  ]);
  if (!register || !session) return null;
  const [programme, report] = await Promise.all([
    world.records.enrolments.programme(session.programmeId),
    session.joinUrl ? world.records.meetings.of(registerId) : null,
  ]);
  if (!programme) return null;
  const pack = packOn(world.packs, programme.pack, session.day);
  return { register, session, programme, pack, planned: plannedMinutes(session), ...(report ? { report } : {}) };
}

/** The names of a register's learners; two alike are told apart. */
export async function namesOf(world: World, rows: readonly RegisterRow[]): Promise<Map<string, string>> {
  return listNames(await world.records.people.byIds(rows.map((row) => row.learnerId)));
}

/** What heads every card of a register. */
export function heading({ session, programme, pack }: OpenedRegister) {
  const { label } = sessionType(pack, session.type);
  // A 1-2-1 is called one by its title most of the time; saying it twice helps nobody.
  const kind = session.title.toLowerCase().includes(label.toLowerCase()) ? '' : `${label} · `;
  return { title: `${programme.name}: ${session.title}`, place: `${kind}${saySession(session)}` };
}
