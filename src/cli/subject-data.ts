import { timeOf } from '../domain/calendar.ts';
import { count } from '../domain/count.ts';
import { sayOutcome, shownBody } from '../domain/outbox-row.ts';
import { nameAndRef, type Person } from '../domain/person.ts';
import type { Task } from '../domain/task.ts';
import { taskSteps } from '../domain/task-steps.ts';
import type { Collections } from '../store/database.ts';
import { type AllAbout, allAbout, allNames } from '../store/looks/all-about.ts';
import { stepsOfHold } from '../usecases/core/hold-gate.ts';
import type { World } from '../usecases/core/ports.ts';
import { caseSayer } from '../usecases/risk/say-case.ts';

/** A table of what is stored about somebody; the first row is its heading. */
type SubjectTable = { name: string; what: string; rows: (string | number)[][] };
/** What was left out, and why the law has it so. */
type Withheld = { what: string; why: string };
export type SubjectData = {
  person: Person;
  tables: SubjectTable[];
  files: { name: string; bytes: Uint8Array }[];
  withheld: Withheld[];
};

const iso = (at: Date | undefined) => at?.toISOString().slice(0, 16).replace('T', ' ') ?? '';

/** Names of whoever is named in somebody's records; colleagues stand there in their work. */
async function namesOf(c: Collections) {
  const known = await allNames(c);
  return (id: string | undefined) => (id === undefined ? '' : (known.get(id) ?? id));
}
type NameOf = Awaited<ReturnType<typeof namesOf>>;

function personRows(person: Person): (string | number)[][] {
  const { contacts = [], adjustments = [], setAside = [], chat, away = [], ...plain } = person;
  const rows = Object.entries(plain).map(([field, value]) => [
    field,
    Array.isArray(value) ? value.join('; ') : String(value),
  ]);
  return [
    ['field', 'value'],
    ...rows,
    ...(chat ? [['chat in Teams since', iso(chat.since)]] : []),
    ...contacts.map((one) => [
      `contact: ${one.relation}`,
      [one.name, one.mobile, one.email, one.doNotContact ? 'not to be contacted' : ''].filter(Boolean).join('; '),
    ]),
    ...adjustments.map((one) => ['adjustment', `${one.kind}: ${one.why} (${iso(one.at)})`]),
    ...setAside.map((one) => ['occurrence set aside', `${one.day}: ${one.why} (${iso(one.at)})`]),
    ...away.map((one) => ['away', `${one.from} to ${one.to}`]),
  ];
}

function markRows(marks: AllAbout['marks']): (string | number)[][] {
  return [
    ['day', 'starts', 'session', 'programme', 'mark', 'minutes late', 'minutes early', 'planned minutes'],
    ...marks.map((one) => [
      one.day,
      timeOf(one.startsAt),
      one.sessionId,
      one.programmeId,
      one.code,
      one.minutesLate,
      one.minutesEarly ?? 0,
      one.plannedMinutes,
    ]),
  ];
}

function noticeRows(notices: AllAbout['notices'], nameOf: NameOf): (string | number)[][] {
  return [
    ['told', 'by', 'about', 'what', 'days', 'reason', 'state', 'decided'],
    ...notices.map((one) => [
      iso(one.createdAt),
      nameOf(one.byId),
      nameOf(one.learnerId),
      one.kind,
      one.days.join('; '),
      one.reason,
      one.state,
      (one.decisions ?? [])
        .map((each) => `${each.state} by ${nameOf(each.byId)} ${iso(each.at)}${each.why ? `: ${each.why}` : ''}`)
        .join('; '),
    ]),
  ];
}

/** Nothing in them says that a hold came or went: it would tell of what somebody wrote (S11). */
function taskRows(world: World, tasks: readonly Task[], nameOf: NameOf): (string | number)[][] {
  return [
    ['opened', 'what', 'state', 'asked of', 'steps'],
    ...tasks.map((task) => [
      iso(task.openedAt),
      world.traits[task.kind].label,
      task.state,
      task.ownerIds.map(nameOf).join('; '),
      task.history
        .filter((one) => !stepsOfHold.has(one.act))
        .map(
          (one) =>
            `${iso(one.at)} ${taskSteps[one.act]}${one.byId ? ` by ${nameOf(one.byId)}` : ''}${one.words ? `: ${one.words}` : ''}`,
        )
        .join('\n'),
    ]),
  ];
}

async function caseRows(world: World, cases: AllAbout['cases'], nameOf: NameOf): Promise<(string | number)[][]> {
  const say = await caseSayer(world, cases);
  return [
    ['opened', 'kind', 'why', 'state', 'with', 'decided'],
    ...cases.map((one) => [
      iso(one.openedAt),
      one.kind,
      [say(one).why, ...say(one).gathered.map((each) => `${each.day}: ${each.words}`)].join('\n'),
      one.state,
      nameOf(one.ownerId),
      one.decisions
        .map((each) => `${iso(each.at)} ${each.option} by ${nameOf(each.byId)}${each.note ? `: ${each.note}` : ''}`)
        .join('\n'),
    ]),
  ];
}

/** Messages to or about them. What the Safeguarding Team sent is the team's; other people's numbers are theirs. */
function messageRows({ person, messages }: AllAbout, nameOf: NameOf): (string | number)[][] {
  const own = [person.mobile, person.email];
  return [
    ['wanted', 'by', 'to', 'what became of it', 'subject', 'words'],
    ...messages.map((one) => [
      iso(one.createdAt),
      one.kind,
      own.includes(one.to) ? one.to : one.isContact ? 'a contact of theirs' : nameOf(one.toId) || 'somebody else',
      sayOutcome(one),
      one.subject ?? '',
      one.purgedAt ? 'deleted, as old messages are' : shownBody(one),
    ]),
  ];
}

/** When Teams' reports have them in meetings. */
function meetingRows({ person, reports }: AllAbout): (string | number)[][] {
  const own = reports.flatMap(({ _id, seen = [] }) => seen.map((one) => ({ ...one, session: _id })));
  const theirs = own.filter((one) => one.learnerId === person._id);
  return [['session', 'joined', 'minutes'], ...theirs.map((one) => [one.session, iso(one.joinedAt), one.minutes])];
}

/** Texts and mails that were heard as theirs. */
function sentInRows({ sentIn }: AllAbout): (string | number)[][] {
  return [['sent', 'by', 'from'], ...sentIn.map((one) => [iso(one.at), one.kind, one.from])];
}

const wordsOf = (task: Task) => String((task.data as { words?: string }).words ?? '');

/**
 * Everything that is stored about one person (UK GDPR Art. 15), and what is left out and why. It never says whether the
 * Safeguarding Team has anything: those records are asked of the team itself (S11). Undefined when nobody has that id.
 */
export async function collectSubject(world: World, c: Collections, id: string): Promise<SubjectData | undefined> {
  const all = await allAbout(c, id);
  if (!all) return undefined;
  const { person, enrolments, tasks, files } = all;
  const nameOf = await namesOf(c);
  const noticeIds = all.notices.filter((one) => one.byId === id).map((one) => one._id);
  const kept = tasks.filter((one) => one.kind === 'notice-words');
  const isTheirs = (one: Task) => noticeIds.includes(String((one.data as { noticeId?: string }).noticeId));
  const theirs = kept.filter((one) => isTheirs(one) && wordsOf(one) !== '');
  const others = kept.filter((one) => !isTheirs(one) && wordsOf(one) !== '');
  const about = tasks.filter((one) => one.learnerId === id && one.kind !== 'notice-words');
  const own = files.filter((one) => one.fromId === id);
  const tables: SubjectTable[] = [
    { name: 'person.csv', what: 'Who you are, and whom we may tell', rows: personRows(person) },
    {
      name: 'places.csv',
      what: 'Your places on programmes',
      rows: [
        ['place', 'programme', 'from', 'to', 'groups', 'mentor', 'coach', 'employer'],
        ...enrolments.map((one) => [
          one._id,
          one.programmeId,
          one.from,
          one.to ?? '',
          one.groups.map((each) => each.name).join('; '),
          nameOf(one.mentorId),
          nameOf(one.coachId),
          nameOf(one.employerId),
        ]),
      ],
    },
    { name: 'marks.csv', what: 'Your marks', rows: markRows(all.marks) },
    { name: 'meetings.csv', what: 'When Teams saw you in remote sessions', rows: meetingRows(all) },
    {
      name: 'absences.csv',
      what: 'What you told us, and what we were told about you',
      rows: noticeRows(all.notices, nameOf),
    },
    {
      name: 'flags.csv',
      what: 'What was noticed about your attendance, and decided',
      rows: await caseRows(world, all.cases, nameOf),
    },
    {
      name: 'tasks.csv',
      what: 'What people were asked to do about you, and did',
      rows: taskRows(world, about, nameOf),
    },
    {
      name: 'sent-in.csv',
      what: 'Texts and mails you sent us; their words stand where they are still kept',
      rows: sentInRows(all),
    },
    { name: 'messages.csv', what: 'Texts, mails and events about you', rows: messageRows(all, nameOf) },
    {
      name: 'words.csv',
      what: 'Words of yours that are still kept',
      rows: [['kept since', 'words'], ...theirs.map((one) => [iso(one.openedAt), wordsOf(one)])],
    },
  ];
  return {
    person,
    tables,
    files: own.map((one) => ({
      name: `${one._id.replace(/[^\w.-]/g, '-')}-${one.name.replace(/[^\p{L}\p{N}.-]+/gu, '-')}`,
      bytes: new Uint8Array(one.bytes as unknown as Uint8Array),
    })),
    withheld: [
      {
        what: 'Records of the Safeguarding Team, whether there are any or not',
        why: 'they may hold what others said in confidence, or what would do harm (Data Protection Act 2018, Schedule 3); the team answers for them itself',
      },
      ...(others.length > 0
        ? [
            {
              what: `${count(others.length, 'message')} in other people’s own words`,
              why: 'they are these people’s data as well (Data Protection Act 2018, Schedule 2, paragraph 16); what was told stands in absences.csv',
            },
          ]
        : []),
      ...(files.length > own.length
        ? [
            {
              what: `${count(files.length - own.length, 'file')} that somebody else sent`,
              why: 'ask for them by name; whoever sent them is asked first',
            },
          ]
        : []),
      {
        what: 'Numbers and addresses of others, and what is about other learners',
        why: 'they are other people’s data',
      },
    ],
  };
}

/** "Aisha Khan (BV-L1)". */
export const subjectName = (data: SubjectData) => nameAndRef(data.person);
