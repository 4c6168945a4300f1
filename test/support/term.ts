import { addDays, type Day, weekdayOf } from '../../src/domain/calendar.ts';
import type { Mark, Register } from '../../src/domain/register.ts';
import type { College } from './college.ts';
import { monday } from './college.ts';

/** A repeatable throw of dice. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Saved registers of both programmes on every weekday of so many days before the term begins, or another day, as imported history is. */
export async function fillTerm(college: College, days: number, seed = 7, before: Day = monday): Promise<void> {
  const dice = createDice(seed);
  const enrolments = await college.c.enrolments.find({}).sort({ _id: 1 }).toArray();
  for (let ago = days; ago > 0; ago--) {
    const on: Day = addDays(before, -ago);
    if ([0, 6].includes(weekdayOf(on))) continue;
    for (const [programmeId, pack] of [
      ['BUS', 'green-labyrinth'],
      ['APP', 'sts'],
    ] as const) {
      const tutor = dice() < 0.8 ? 'T1' : 'T2';
      const past = {
        _id: `past-${programmeId}-${on}`,
        programmeId,
        on,
        minutes: 60 + Math.floor(dice() * 3) * 30,
        tutorIds: [tutor],
      };
      const session = await college.addSession({ ...past, next: undefined as never });
      const markOf = (learnerId: string): Mark => {
        const roll = dice() + (learnerId === 'L2' ? 0.08 : 0) + (learnerId === 'L3' && ago < 12 ? 0.5 : 0);
        const code = roll < 0.84 ? 'present' : roll < 0.9 ? 'late' : roll < 0.94 ? 'authorised' : 'unauthorised';
        return {
          code,
          minutesLate: code === 'late' ? 5 + Math.floor(dice() * 5) * 5 : 0,
          byId: tutor,
          at: session.startsAt,
          how: 'chosen',
        };
      };
      const rows = enrolments
        .filter((one) => one.programmeId === programmeId)
        .map((one) => ({ enrolmentId: one._id, learnerId: one.learnerId, mark: markOf(one.learnerId) }));
      const savedAt = new Date(session.startsAt.getTime() + (dice() < 0.85 ? 12 : 26 * 60) * 60_000);
      const register: Register = {
        _id: session._id,
        programmeId,
        pack: college.bot.world.packs.find((one) => one.id === pack)?.ref ?? { id: '', version: '', hash: '' },
        version: 2,
        touched: 0,
        state: 'saved',
        rows,
        history: [
          {
            version: 2,
            byId: tutor,
            at: savedAt,
            changes: rows.map(({ enrolmentId, mark }) => ({ enrolmentId, to: mark })),
          },
        ],
        presses: [],
        openedAt: session.startsAt,
        savedAt,
        savedById: tutor,
        projected: 2,
      };
      await college.c.registers.insertOne(register);
    }
  }
}
