import { nameSession } from '../../domain/session.ts';
import { markType } from '../../policy/pack-shelf.ts';
import type { PolicyPack } from '../../policy/policy-pack.ts';
import type { World } from '../core/ports.ts';
import type { StoredMark } from '../core/records/standing.ts';
import { sayChoice } from '../registers/register-choices.ts';
import type { StoryRow } from './story-row.ts';

/** Lessons missed, late or left early, by whoever marked them; and every mark that was changed after it was given, by whom. `until`: as it stood then. */
export async function markRows(
  world: World,
  learnerId: string,
  marks: readonly StoredMark[],
  pack: PolicyPack,
  until?: Date,
): Promise<StoryRow[]> {
  const { sessions, registers } = world.records;
  const isNoted = (one: StoredMark) =>
    markType(pack, one.code).counts === 'absent' ||
    one.minutesLate > 0 ||
    (one.minutesEarly ?? 0) > 0 ||
    one.notTakingPart;
  const noted = marks.filter(isNoted);
  const rows = await registers.rowsOf(
    learnerId,
    noted.map((one) => one.sessionId),
  );
  const all = await registers.amendments(
    learnerId,
    marks.map((one) => one.sessionId),
  );
  const isBefore = (at: Date) => !until || at <= until;
  const amended = all.filter((one) => isBefore(one.at));
  const markedBy = (id: string) => {
    const later = all.find((one) => one.sessionId === id && !isBefore(one.at));
    return (later?.from ?? rows.get(id)?.mark)?.byId;
  };
  const ids = [...noted.map((one) => one.sessionId), ...amended.map((one) => one.sessionId)];
  const known = new Map((await sessions.byIds([...new Set(ids)])).map((one) => [one._id, one]));
  const named = (id: string) => {
    const session = known.get(id);
    return session ? nameSession(session) : 'A lesson that is no longer in the timetable';
  };
  return [
    ...noted.map((one): StoryRow => {
      const without = one.notTakingPart ? ', did not take part' : '';
      // What tutors noted of a lesson in which somebody did not take part (G16).
      const notes = one.notTakingPart ? (rows.get(one.sessionId)?.notes ?? []).filter(({ at }) => isBefore(at)) : [];
      const words = notes.map((note) => note.words).join('; ');
      const byId = markedBy(one.sessionId);
      return {
        at: one.startsAt,
        kind: markType(pack, one.code).counts === 'absent' ? 'absence' : 'lateness',
        what: `${sayChoice(one, pack)}${without}: ${named(one.sessionId)}`,
        byIds: byId ? [byId] : [],
        ...(words ? { words } : {}),
      };
    }),
    ...amended.map(
      ({ sessionId, byId, at, from, to, words }): StoryRow => ({
        at,
        kind: 'change',
        what: `Mark changed from ${sayChoice(from, pack)} to ${sayChoice(to, pack)}: ${named(sessionId)}`,
        byIds: [byId],
        ...(words ? { words } : {}),
      }),
    ),
  ];
}
