import { addDays, addMinutes, dayOf, instantOf, timeOf } from '../domain/calendar.ts';
import type { MeetingReport } from '../domain/meeting-report.ts';
import type { Claim, Due, MeetingReader } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { loadRegister } from '../usecases/registers/load-register.ts';
import {
  isReported,
  matchReport,
  othersOfReport,
  questionsOfReport,
  showReport,
} from '../usecases/registers/meeting-suggestions.ts';

/** After the first look, while there is no whole report: so many minutes after the session's end. */
const lookAgain = [60, 180, 600, 1_440];
/** While Graph is away it is asked this often, unless it asks to wait longer; after so many days no more. */
const awayMinutes = 10;
const mostDays = 3;
/** A meeting that ended this much before the session did may have been opened once more. */
const earlyMinutes = 10;

/** A card that has something to ask comes when people are up. */
const daytime = { from: '08:00', to: '21:00' };

/** The same time, or the next morning for one at night. */
function byDay(at: Date, zone: string): Date {
  const time = timeOf(at, zone);
  if (time >= daytime.from && time < daytime.to) return at;
  const day = dayOf(at, zone);
  return instantOf(time < daytime.from ? day : addDays(day, 1), daytime.from, zone);
}

type Log = { warn(data: object, message: string): void };

/**
 * Looks for Teams' report of a remote session and puts it beside the tutor's marks. What is not there yet is looked for
 * again, a few times; an organiser without the policy is named in the log once.
 */
export function createReadMeeting(world: World, due: Due, reader: MeetingReader | undefined, log: Log) {
  const named = new Set<string>();

  return async function readMeeting(claim: Claim): Promise<void> {
    const report = claim.doc as MeetingReport;
    const session = await world.records.sessions.byId(report._id);
    if (!reader || !session?.joinUrl || session.cancelled || !isReported(session))
      return void (await due.settle(claim, {}, null));
    const { joinUrl, startsAt, endsAt, zone } = session;
    const tutors = (await world.records.people.byIds(session.tutorIds)).flatMap((one) => one.entraId ?? []);
    const read = await reader.read({ joinUrl, tutors, startsAt, endsAt });
    const now = world.clock.now();
    const looks = lookAgain.map((minutes) => byDay(addMinutes(endsAt, minutes), zone));
    const nextLook = looks.find((at) => at > now) ?? null;
    if (!read.ok) {
      const { kind, code, organiser } = read;
      if ((kind === 'no-policy' || kind === 'no-right') && organiser && !named.has(organiser)) {
        named.add(organiser);
        log.warn({ organiser, code }, 'attendance reports of this organiser may not be read');
      }
      const wait = byDay(addMinutes(now, Math.max(awayMinutes, (read.retryAfterMs ?? 0) / 60_000)), zone);
      const isOver = addMinutes(endsAt, mostDays * 1_440) < now;
      const at = kind === 'later' ? (isOver ? null : wait) : nextLook;
      return void (await due.settle(claim, { lastCode: code, looks: report.looks + 1 }, at));
    }
    const isWhole = addMinutes(read.until, earlyMinutes) >= endsAt;
    const found = { ...(await matchReport(world, session, read.attendees)), readAt: now, looks: report.looks + 1 };
    if (!(await due.mark(claim, found, ['lastCode']))) return;
    const opened = await loadRegister(world, session._id);
    if (opened) {
      const asks = questionsOfReport(opened, () => '').length > 0 || othersOfReport(opened).length > 0;
      await showReport(world, { register: opened.register, asks: asks && !report.readAt });
    }
    await due.settle(claim, {}, isWhole ? null : nextLook);
  };
}
