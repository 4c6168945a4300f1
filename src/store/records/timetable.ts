import { dayOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { closedDays, type Site } from '../../domain/site.ts';
import type {
  Enrolments,
  SessionKind,
  SessionSum,
  Sessions,
  SessionTimes,
  Sites,
} from '../../usecases/core/records/timetable.ts';
import type { Access } from './access.ts';

/** A programme with the division and closed days of its site; its own division counts before the site's. */
function atSite(programme: Programme, sites: readonly Site[]): Programme {
  const site = sites.find((one) => one._id === programme.site);
  if (!site) return programme;
  const division = programme.division ?? site.division;
  const closed = closedDays(site);
  return { ...programme, ...(division ? { division } : {}), ...(closed.length > 0 ? { closed } : {}) };
}

export function enrolmentsOf({ c, o, again, findBy }: Access): Enrolments {
  const programmesBy = findBy(c.programmes, '_id');
  const sitesBy = findBy(c.sites, '_id');
  /** Only of programmes that have a site anything more is read. */
  const withSites = async (programmes: Programme[]): Promise<Programme[]> => {
    const codes = programmes.flatMap((one) => one.site ?? []);
    if (codes.length === 0) return programmes;
    const sites = await sitesBy(codes);
    return programmes.map((one) => atSite(one, sites));
  };
  return {
    ofProgramme: (programmeId) => again(() => c.enrolments.find({ programmeId }, o).toArray()),
    ofProgrammes: (ids) => again(() => c.enrolments.find({ programmeId: { $in: [...ids] } }, o).toArray()),
    ofLearner: (learnerId) => again(() => c.enrolments.find({ learnerId }, o).toArray()),
    ofLearners: (ids) => again(() => c.enrolments.find({ learnerId: { $in: [...ids] } }, o).toArray()),
    ofEmployer: (employerId) => again(() => c.enrolments.find({ employerId }, o).toArray()),
    ofCoach: (coachId) => again(() => c.enrolments.find({ coachId }, o).toArray()),
    ofMentor: (mentorId) => again(() => c.enrolments.find({ mentorId }, o).toArray()),
    programme: async (id) => (await withSites(await programmesBy([id])))[0] ?? null,
    addStatus: (id, status) =>
      again(async () => void (await c.enrolments.updateOne({ _id: id }, { $addToSet: { statuses: status } }, o))),
    setBreaks: (id, breaks) =>
      again(async () => void (await c.enrolments.updateOne({ _id: id }, { $set: { breaks } }, o))),
    programmes: async () => withSites(await again(() => c.programmes.find({}, o).sort({ name: 1 }).toArray())),
  };
}

export function sitesOf({ c, o, again }: Access): Sites {
  return { all: () => again(() => c.sites.find({}, o).sort({ _id: 1 }).toArray()) };
}

export function sessionsOf({ c, o, again, insertOnce, findBy }: Access): Sessions {
  const byIds = findBy(c.sessions, '_id');
  return {
    byId: async (id) => (await byIds([id]))[0] ?? null,
    byIds,
    programmesTaught: (tutorIds, from) =>
      again(() => c.sessions.distinct('programmeId', { tutorIds, day: { $gte: from } }, o)),
    ofProgrammes: (ids, from, to) =>
      again(() =>
        c.sessions
          .find({ programmeId: { $in: [...ids] }, day: { $gte: from, $lte: to } }, o)
          .sort({ startsAt: 1 })
          .toArray(),
      ),
    timesOf: (ids, from, to) =>
      again(() => {
        const fields = { programmeId: 1, tutorIds: 1, startsAt: 1, endsAt: 1, zone: 1, day: 1, cancelled: 1 };
        return c.sessions
          .find({ programmeId: { $in: [...ids] }, day: { $gte: from, $lte: to } }, o)
          .project<SessionTimes>(fields)
          .batchSize(10_000)
          .toArray();
      }),
    typesOf: (ids, from, to) =>
      again(() =>
        c.sessions
          .find({ programmeId: { $in: [...ids] }, day: { $gte: from, $lte: to } }, o)
          .project<SessionKind>({ programmeId: 1, type: 1, day: 1 })
          .batchSize(10_000)
          .toArray(),
      ),
    ofTutor: (personId, from, to) =>
      again(() =>
        c.sessions
          .find({ tutorIds: personId, day: { $gte: from, $lte: to } }, o)
          .sort({ startsAt: 1 })
          .toArray(),
      ),
    sumsAhead: (programmeIds, learnerId, { after, to }) =>
      again(async () => {
        const match = {
          programmeId: { $in: [...programmeIds] },
          day: { $gte: dayOf(after), $lte: to },
          startsAt: { $gt: after },
          cancelled: { $exists: false },
          $or: [{ learnerIds: { $exists: false } }, { learnerIds: learnerId }],
        };
        const minutes = { $sum: { $dateDiff: { startDate: '$startsAt', endDate: '$endsAt', unit: 'minute' } } };
        const _id = { programmeId: '$programmeId', type: '$type', groups: '$groups' };
        const group = { _id, sessions: { $sum: 1 }, minutes, lastDay: { $max: '$day' } };
        const rows = await c.sessions.aggregate([{ $match: match }, { $group: group }], o).toArray();
        return rows.map(({ _id: of, ...sum }) => ({ ...of, ...sum })) as SessionSum[];
      }),
    change: (id, set) =>
      again(
        async () => void (await c.sessions.updateOne({ _id: id }, { $set: set, $unset: { lease: '', tries: '' } }, o)),
      ),
    add: (session) => again(async () => void (await insertOnce(c.sessions, session))),
    clearNext: (id) =>
      again(
        async () =>
          void (await c.sessions.updateOne(
            { _id: id },
            { $unset: { next: '', lease: '', tries: '', lastError: '' } },
            o,
          )),
      ),
  };
}
