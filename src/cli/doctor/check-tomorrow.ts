import type { Db } from 'mongodb';
import { dayOf, sayDay } from '../../domain/calendar.ts';
import { count } from '../../domain/count.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { isOutside, isUnder18, type Person } from '../../domain/person.ts';
import type { Collections } from '../../store/database.ts';
import { createDue } from '../../store/due.ts';
import { activePeople, isAnythingAhead, nextSessions, serverFacts, whoseSessions } from '../../store/looks/next-day.ts';
import { isGuest } from '../../usecases/people/find-account.ts';
import { type Finding, fine, list, wrong } from './finding.ts';

/** How far ahead a day with sessions is looked for: over a weekend and a bank holiday. */
const daysAhead = 7;
/** Work that waits longer than this is done by nobody. */
const mostWaitingMinutes = 5;

/** True when nothing ever reaches them: no chat, no account to open one with, and no address for the mail instead. */
function isBeyondReach({ chat, entraId, unreachable, email, mobile }: Person): boolean {
  const hasTeams = (chat !== undefined || entraId !== undefined) && unreachable === undefined;
  return !hasTeams && email === undefined && mobile === undefined;
}

async function checkSessions(c: Collections, now: Date): Promise<Finding[]> {
  const next = await nextSessions(c, now, daysAhead);
  if (!next) {
    const isAny = await isAnythingAhead(c, now);
    const words = `no session is in the timetable in the next ${daysAhead} days`;
    return [
      isAny
        ? { ...fine(words), todo: 'right in the holidays; else import the timetable' }
        : wrong(words, 'import the timetable'),
    ];
  }
  const { day, sessions } = next;
  const on = `of ${sayDay(day)}`;
  const whose = await whoseSessions(c, sessions);
  const tutors = new Map(whose.tutors.map((one) => [one._id, one]));
  const enrolments = Map.groupBy(whose.enrolments, (one) => one.programmeId);
  const unopened = sessions.filter((one) => one.next === undefined || one.dead !== undefined);
  const untaught = sessions.filter((one) => !one.tutorIds.some((id) => tutors.get(id)?.roles.includes('tutor')));
  const empty = sessions.filter((one) => !enrolments.get(one.programmeId)?.some((each) => isExpected(each, one)));
  const beyond = [...tutors.values()].filter(isBeyondReach);
  const ids = (some: readonly { _id: string }[]) => list(some.map((one) => one._id));
  const found: Finding[] = [];
  if (unopened.length > 0)
    found.push(
      wrong(
        `${count(unopened.length, 'session')} ${on} will not open by itself: ${ids(unopened)}`,
        'import the timetable again; "cli why <session>" says more',
      ),
    );
  if (untaught.length > 0)
    found.push(
      wrong(
        `${count(untaught.length, 'session')} ${on} without a tutor who works here: ${ids(untaught)}`,
        'name a tutor in the timetable',
      ),
    );
  if (empty.length > 0)
    found.push(
      wrong(
        `${count(empty.length, 'session')} ${on} with nobody expected: ${ids(empty)}`,
        'look at groups and enrolments of their programmes',
      ),
    );
  if (beyond.length > 0)
    found.push(
      wrong(
        `${count(beyond.length, 'tutor')} ${on} out of reach, in Teams and by mail: ${ids(beyond)}`,
        'give them an email, and have them open the app once',
      ),
    );
  return found.length > 0
    ? found
    : [fine(`${count(sessions.length, 'register')} ${on} will be posted, to ${count(tutors.size, 'tutor')}`)];
}

async function checkPeople(c: Collections, now: Date): Promise<Finding[]> {
  const active = await activePeople(c);
  const unseen = active.filter((one) => one.chat === undefined);
  const guests = unseen.filter(isGuest);
  const staff = unseen.filter((one) => !isOutside(one)).length;
  const today = dayOf(now);
  const children = active.filter(
    (one) => one.roles.includes('learner') && one.born !== undefined && isUnder18(one.born, today),
  );
  const alone = children.filter(
    (one) => !one.contacts?.some((each) => (each.mobile || each.email) && !each.doNotContact),
  );
  return [
    unseen.length === 0
      ? fine(`all ${active.length} people have opened the app`)
      : {
          ...fine(`${unseen.length} of ${active.length} people have not opened the app yet, ${staff} of them staff`),
          todo: 'install it for them by a setup policy; until then they get mails and texts where an address is known',
        },
    ...(guests.length === 0
      ? []
      : [
          {
            ...fine(
              `${count(guests.length, 'guest')} of the tenant without the app: ${list(guests.map((one) => one._id))}`,
            ),
            todo: 'it is not installed for guests: ask them to add it, if your guests may',
          },
        ]),
    alone.length === 0
      ? fine('every learner under 18 has somebody to tell')
      : {
          ...fine(
            `${count(alone.length, 'learner')} under 18 without a parent or carer who may be told: ${list(alone.map((one) => one._id))}`,
          ),
          todo: 'import their parent_mobile or parent_email, unless that is meant',
        },
  ];
}

async function checkWork(c: Collections, now: Date): Promise<Finding> {
  const { oldestDueMs } = await createDue(c, 'doctor').counts(now);
  const minutes = Math.floor(oldestDueMs / 60_000);
  return minutes < mostWaitingMinutes
    ? fine('nothing that is due waits')
    : wrong(
        `work has been waiting for ${minutes} minutes`,
        'does the bot run? See /readyz, and the alarms in the README',
      );
}

/** What only the server knows; a user without the right to ask is told nothing. */
async function checkServer(db: Db): Promise<Finding[]> {
  const found: Finding[] = [];
  const { transactionSeconds: limit, freeBytes: free } = await serverFacts(db);
  if (limit !== undefined)
    found.push({
      ...fine(`a transaction lives ${limit} s`),
      ...(limit > 10
        ? { todo: 'start mongod with --setParameter transactionLifetimeLimitSeconds=10: see the README' }
        : {}),
    });
  if (free !== undefined) {
    const words = `${(free / 1e9).toFixed(1)} GB are free on the database's disk`;
    found.push(free > 2e9 ? fine(words) : wrong(words, 'a college of 2,500 grows by about 1 GB a year: make room'));
  }
  return found;
}

/** Whether tomorrow will go as it should: registers posted, parents told, nothing waiting. */
export async function checkTomorrow(db: Db, c: Collections, now: Date): Promise<Finding[]> {
  return [
    ...(await checkSessions(c, now)),
    ...(await checkPeople(c, now)),
    await checkWork(c, now),
    ...(await checkServer(db)),
  ];
}
