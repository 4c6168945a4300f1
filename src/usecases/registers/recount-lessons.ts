import type { Register } from '../../domain/register.ts';
import type { World } from '../core/ports.ts';
import type { StoredLessons } from '../core/records/standing.ts';
import { addToLessons, isSameSums, lessonsEssence } from '../standing/session-sums.ts';

type Added = Register['added'];
/** A register with what its marks add to the sums of lessons by its session as it is now. */
type Seen = { register: Register; now: Added };

type Wrong = { registerIds: readonly string[]; programmeIds: readonly string[] };

const isWaiting = ({ projected, version }: Register) => projected < version;

/**
 * Compares sums of lessons with the registers, which are seen one after the other: each has added what its marks and its
 * session say, and the sums are those of all that was added. One that waits to be carried on keeps what it has added.
 */
export function lessonCount() {
  const lessons = new Map<string, StoredLessons>();
  const differences: string[] = [];
  const wrong = new Set<string>();
  const registerIds: string[] = [];
  return {
    see({ register, now }: Seen): void {
      if (register.added) addToLessons(lessons, register.added);
      if (isWaiting(register) || isSameSums(register.added, now)) return;
      differences.push(`lesson ${register._id}`);
      registerIds.push(register._id);
      wrong.add(register.programmeId);
    },
    /** What differs, and the registers and programmes whose sums are to be repaired. */
    async compare({ records }: World): Promise<{ differences: string[]; wrong: Wrong }> {
      for await (const stored of records.marks.lessons()) {
        const counted = lessons.get(stored._id) ?? { ...stored, weeks: {}, slots: {} };
        lessons.delete(stored._id);
        if (lessonsEssence(stored) === lessonsEssence(counted)) continue;
        differences.push(`lessons ${stored._id}`);
        wrong.add(stored.programmeId);
      }
      for (const { _id, programmeId } of lessons.values()) {
        differences.push(`lessons ${_id}`);
        wrong.add(programmeId);
      }
      return { differences, wrong: { registerIds, programmeIds: [...wrong] } };
    },
  };
}

/**
 * Notes on each register what its marks add now, unless it was saved meanwhile; then adds up the lessons of each programme from
 * what was noted. That is one transaction, but of two reads however many registers there are, so that a save meanwhile is not
 * lost and the server's time limit not reached.
 */
export async function repairLessons(
  world: World,
  { registerIds, programmeIds }: Wrong,
  addedNow: (register: Register) => Promise<Added>,
): Promise<void> {
  for (const id of registerIds) {
    const register = await world.records.registers.byId(id);
    if (register && !isWaiting(register)) await world.records.registers.setAdded(register, await addedNow(register));
  }
  for (const programmeId of programmeIds)
    await world.together(async ({ records }) => {
      const lessons = new Map<string, StoredLessons>();
      for (const added of await records.registers.addedOf(programmeId)) addToLessons(lessons, added);
      await records.marks.putLessons(programmeId, [...lessons.values()]);
    });
}
