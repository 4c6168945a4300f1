import { type AbsenceNotice, pickTold, saidAt, sayTold, whatWasTold } from '../../domain/absence-notice.ts';
import { isAwaited, type RegisterRow } from '../../domain/register.ts';
import type { Session } from '../../domain/session.ts';
import { type LoadedPack, markType } from '../../policy/pack-shelf.ts';

/** What is known of a learner, what needs somebody most first. */
const needsMost = ['missing', 'unknown', 'told', 'here', 'later'] as const;
export type Known = (typeof needsMost)[number];
/** One learner in one session of today. `words`: what they told, or how they are marked. */
export type Place = { session: Session; learnerId: string; known: Known; words: string; at?: Date };

/** What is known of each learner of a session, from its register and from what was told. */
export function placesOf(
  session: Session,
  rows: readonly Pick<RegisterRow, 'learnerId' | 'mark'>[],
  { pack, notices, now }: { pack: LoadedPack; notices: readonly AbsenceNotice[]; now: Date },
): Place[] {
  return rows.map(({ learnerId, mark }) => {
    const type = mark && markType(pack, mark.code);
    const told = pickTold(notices, learnerId, session, () => ({ accepted: false }));
    const notice = told && notices.find((one) => one._id === told.noticeId);
    const place = { session, learnerId };
    const isHere = type && type.counts !== 'absent' && !isAwaited(mark, session.startsAt, now);
    if (isHere) return { ...place, known: 'here', words: type.label };
    if (told && notice) {
      const words = whatWasTold(sayTold(told));
      return { ...place, known: 'told', words, at: saidAt(notice, session.day) };
    }
    if (type) return { ...place, known: type.authorised === false ? 'missing' : 'told', words: type.label };
    return { ...place, known: session.startsAt <= now ? 'unknown' : 'later', words: '' };
  });
}

/** Learners by what is known of them; each counted once, by what needs somebody most. */
export function countPlaces(places: readonly Place[]): Record<Known, number> {
  const counts = { missing: 0, unknown: 0, told: 0, here: 0, later: 0 };
  for (const own of Map.groupBy(places, (one) => one.learnerId).values()) {
    const most = needsMost.find((known) => own.some((one) => one.known === known));
    if (most) counts[most] += 1;
  }
  return counts;
}
