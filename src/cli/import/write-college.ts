import type { Enrolment, Programme } from '../../domain/enrolment.ts';
import type { Session } from '../../domain/session.ts';
import type { Site } from '../../domain/site.ts';
import type { Collections } from '../../store/database.ts';
import { leaveChanges } from './changes-of-people.ts';
import type { StoredPerson } from './college-docs.ts';
import type { Plan } from './plan.ts';
import { type Stored, type Tell, writePlanned } from './plan-import.ts';
import { addUpAgain, carryOnAgain, refreshRegisters } from './refresh-registers.ts';

/** Writes what a plan adds and changes, and leaves for the bot what follows of it. */
export async function writePlan(c: Collections, plan: Plan, now: Date, tell: Tell): Promise<void> {
  // The office gave another Microsoft account: the old one and its chat are forgotten first, so that two can swap.
  const relinked = plan.people.filter(({ old, doc }) => old?.entraId && old.entraId !== doc.entraId);
  const ids = relinked.map((one) => one.doc._id);
  if (ids.length > 0)
    await c.people.updateMany({ _id: { $in: ids } }, { $unset: { entraId: '', chat: '', unreachable: '' } });
  const telling = (what: string) => (done: number, all: number) => tell(what, done, all);
  await writePlanned(c.sites as unknown as Stored<Site>, plan.sites, telling('sites'));
  await writePlanned(c.people as unknown as Stored<StoredPerson>, plan.people, telling('people'));
  await writePlanned(c.programmes as unknown as Stored<Programme>, plan.programmes, telling('programmes'));
  await writePlanned(c.enrolments as unknown as Stored<Enrolment>, plan.enrolments, telling('enrolments'));
  await writePlanned(c.sessions as unknown as Stored<Session>, plan.sessions, telling('sessions'));
  const changed = plan.sessions.flatMap(({ old, doc, isSame }) => (old && !isSame ? [{ old, doc }] : []));
  const idsWhere = (isOther: (of: (typeof changed)[number]) => boolean) =>
    changed.filter(isOther).map((one) => one.doc._id);
  const times = ({ startsAt, endsAt }: Session) => [startsAt, endsAt].map((one) => one.getTime()).join();
  await carryOnAgain(
    c,
    idsWhere(({ old, doc }) => times(old) !== times(doc)),
    now,
  );
  const line = ({ tutorIds, type, groups }: Session) => JSON.stringify([tutorIds, type, groups]);
  await addUpAgain(
    c,
    idsWhere(({ old, doc }) => line(old) !== line(doc)),
    now,
  );
  const enrolled = plan.enrolments.filter((one) => !one.isSame).map((one) => one.doc.programmeId);
  await refreshRegisters(c, [...new Set(enrolled)], now);
  await leaveChanges(c, plan, now);
}
