import type { Enrolment } from '../../domain/enrolment.ts';
import { type Contact, keyWorker, parentOrCarer, type Role } from '../../domain/person.ts';
import { isLandline } from '../../domain/phone.ts';
import type { StoredPerson } from './college-docs.ts';
import type { Plan } from './plan.ts';
import type { Planned } from './plan-import.ts';
import { sayWork, workReader } from './work-of.ts';

const parentOf = (person: StoredPerson | undefined): Contact | undefined =>
  person?.contacts?.find((one) => one.relation === parentOrCarer);
const yesNo = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'yes' : 'no');

/** The fields that protect someone, as they stand: who may be told, how old they are, who acts for them, whose Safeguarding Team is theirs. */
function protections(person: StoredPerson | undefined): Record<string, string | undefined> {
  return {
    born: person?.born,
    parent_do_not_contact: parentOf(person)?.doNotContact ? 'yes' : undefined,
    parent_consent: yesNo(parentOf(person)?.consent),
    deputy_id: person?.deputyId,
    site_id: person?.sites?.join(', '),
  };
}

function protectedChanges({ old, doc }: Planned<StoredPerson>): string[] {
  const [was, is] = [protections(old), protections(doc)];
  const changes = Object.keys(was)
    .filter((field) => was[field] !== is[field])
    .map((field) => `${field}: ${was[field] ?? 'none'} → ${is[field] ?? 'none'}`);
  const isOther = parentOf(old)?.name !== parentOf(doc)?.name && parentOf(old) && parentOf(doc);
  const stands = ['parent_do_not_contact', 'parent_consent'].filter((field) => was[field] && was[field] === is[field]);
  const others = isOther
    ? stands.map((field) => `${field}: ${was[field]} stands for a new parent_name; please check`)
    : [];
  return [...changes, ...others];
}

function newLandlines({ old, doc }: Planned<StoredPerson>): string[] {
  const numbers = (person: StoredPerson | undefined) => [
    ['mobile', person?.mobile],
    ...(person?.contacts ?? []).map(({ relation, mobile }) => [
      relation === keyWorker ? 'key_worker_mobile' : 'parent_mobile',
      mobile,
    ]),
  ];
  const had = new Map(numbers(old) as [string, string | undefined][]);
  return (numbers(doc) as [string, string | undefined][])
    .filter(([column, number]) => number && isLandline(number) && had.get(column) !== number)
    .map(([column, number]) => `${column}: ${number} is a landline and gets no texts`);
}

/** What an import changes that someone should look at: protections, accounts, landlines; by person and field. */
export function tellPeople(people: readonly Planned<StoredPerson>[]): string[] {
  return people.flatMap((row) => {
    const { old, doc } = row;
    const isRelinked = old?.entraId !== undefined && old.entraId !== doc.entraId;
    const lines = [
      ...(old ? protectedChanges(row) : []),
      ...(isRelinked ? ['entra_id: relinked to another Microsoft account; the chat of the old one is forgotten'] : []),
      ...newLandlines(row),
    ];
    return lines.map((line) => `${doc._id} ${doc.name}: ${line}`);
  });
}

const managers: Role[] = ['apprenticeship-manager', 'adults-manager'];

/** True for someone whom an import takes a role from. */
export function losesRole({ old, doc }: Planned<StoredPerson>, role: Role): boolean {
  return old?.roles.includes(role) === true && !doc.roles.includes(role);
}

/**
 * Work that stays with someone who loses the role for it, so that nobody leaves without a word. `sessionsAhead`: how many
 * sessions are to come for each who is no tutor any more.
 */
export function tellLeavers(plan: Plan, sessionsAhead: ReadonlyMap<string, number>): string[] {
  const workOf = workReader(plan);
  const counted = { isRunning: ({ to }: Enrolment) => to === undefined, isThere: () => true };
  return plan.people.flatMap((row) => {
    const { old, doc } = row;
    const lost = (role: Role) => losesRole(row, role);
    const hasLeft = old !== undefined && old.roles.length > 0 && doc.roles.length === 0;
    const { coach, mentor, employer, head, manager, deputy } = workOf(doc._id, counted);
    const what = sayWork({
      ...(lost('tutor') ? { toCome: sessionsAhead.get(doc._id) ?? 0, coach } : {}),
      ...(lost('mentor') ? { mentor } : {}),
      ...(lost('employer') ? { employer } : {}),
      ...(lost('hosp') ? { head } : {}),
      ...(managers.some(lost) ? { manager } : {}),
      ...(hasLeft ? { deputy } : {}),
    });
    return what
      ? [`${doc._id} ${doc.name}: roles: loses a role and still has ${what}; name somebody else for them`]
      : [];
  });
}
