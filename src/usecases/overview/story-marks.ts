import { nameSession } from '../../domain/session.ts';
import { markType } from '../../policy/pack-shelf.ts';
import type { PolicyPack } from '../../policy/policy-pack.ts';
import type { World } from '../core/ports.ts';
import type { StoredMark } from '../core/records/standing.ts';
import { sayChoice } from '../registers/register-choices.ts';
import type { StoryRow } from './story-row.ts';

/** What tutors noted of lessons in which somebody did not take part (G16). */
async function notesOn({ records }: World, learnerId: string, marks: readonly StoredMark[]) {
  const found = await records.registers.byIds(marks.filter((one) => one.notTakingPart).map((one) => one.sessionId));
  return new Map(
    found.map((one) => [
      one._id,
      one.rows.find((row) => row.learnerId === learnerId)?.notes?.map(({ words }) => words),
    ]),
  );
}

/** Lessons missed, late or left early; and every mark that was changed after it was given, by whom. */
export async function markRows(
  world: World,
  learnerId: string,
  marks: readonly StoredMark[],
  pack: PolicyPack,
): Promise<StoryRow[]> {
  const { sessions, registers } = world.records;
  const isNoted = (one: StoredMark) =>
    markType(pack, one.code).counts === 'absent' ||
    one.minutesLate > 0 ||
    (one.minutesEarly ?? 0) > 0 ||
    one.notTakingPart;
  const noted = marks.filter(isNoted);
  const notes = await notesOn(world, learnerId, noted);
  const amended = await registers.amendments(
    learnerId,
    marks.map((one) => one.sessionId),
  );
  const ids = [...noted.map((one) => one.sessionId), ...amended.map((one) => one.sessionId)];
  const known = new Map((await sessions.byIds([...new Set(ids)])).map((one) => [one._id, one]));
  const named = (id: string) => {
    const session = known.get(id);
    return session ? nameSession(session) : 'A lesson that is no longer in the timetable';
  };
  return [
    ...noted.map((one): StoryRow => {
      const without = one.notTakingPart ? ', did not take part' : '';
      const words = notes.get(one.sessionId)?.join('; ');
      return {
        at: one.startsAt,
        kind: markType(pack, one.code).counts === 'absent' ? 'absence' : 'lateness',
        what: `${sayChoice(one, pack)}${without}: ${named(one.sessionId)}`,
        byIds: known.get(one.sessionId)?.tutorIds ?? [],
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
