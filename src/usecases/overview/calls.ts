import { capital } from '../../domain/capital.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import { callName, isStaff, type Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import type { Sight } from '../core/sight.ts';

/** Somebody to call about a learner. `note` says what to know before. */
export type Call = { label: string; name: string; mobile?: string; email?: string; note?: string };

/** The places by which somebody can be called or written to, as far as they are known. */
export const reachable = ({ mobile, email }: { mobile?: string | undefined; email?: string | undefined }) => ({
  ...(mobile ? { mobile } : {}),
  ...(email ? { email } : {}),
});

/** The people around a learner: the family's numbers for those who may call them, colleagues and employer for all staff. */
export async function callsOf(
  world: World,
  viewer: Person,
  sight: Sight,
  learner: Person,
  enrolments: readonly Enrolment[],
): Promise<Call[]> {
  const ids = enrolments.flatMap((one) => [one.mentorId, one.coachId, one.employerId].flatMap((id) => id ?? []));
  const people = new Map((await world.records.people.byIds(ids)).map((one) => [one._id, one]));
  const of = (label: string, key: 'mentorId' | 'coachId' | 'employerId'): Call[] =>
    [...new Set(enrolments.flatMap((one) => one[key] ?? []))].flatMap((id) => {
      const person = people.get(id);
      return person ? [{ label, name: callName(person), ...reachable(person) }] : [];
    });
  const college = [
    ...of('Mentor', 'mentorId'),
    ...of('Coach', 'coachId'),
    ...(isStaff(viewer) ? of('Employer', 'employerId') : []),
  ];
  if (!sight.may('view-contacts')) return college;
  const family = (learner.contacts ?? []).map((one) => ({
    label: capital(one.relation),
    name: one.name,
    ...(one.doNotContact ? { note: 'Do not contact' } : reachable(one)),
  }));
  return [{ label: 'Learner', name: callName(learner), ...reachable(learner) }, ...family, ...college];
}
