import type { Register } from '../../domain/register.ts';
import type { World } from '../core/ports.ts';
import type { StoredLessons } from '../core/records/standing.ts';
import { addToLessons, isSameSums, lessonsEssence } from '../standing/session-sums.ts';

type Added = Register['added'];
/** A register with what its marks add to the sums of lessons by its session as it is now. */
type Seen = { register: Register; now: Added };

const isWaiting = ({ projected, version }: Register) => projected < version;

/**
 * Compares sums of lessons with the registers, which are seen one after the other: each has added what its marks and its
 * session say, and the sums are those of all that was added. One that waits to be carried on keeps what it has added.
 */
export function lessonCount() {
  const lessons = new Map<string, StoredLessons>();
  const differences: string[] = [];
  const wrong = new Set<string>();
  return {
    see({ register, now }: Seen): void {
      if (register.added) addToLessons(lessons, register.added);
      if (isWaiting(register) || isSameSums(register.added, now)) return;
      differences.push(`lesson ${register._id}`);
      wrong.add(register.programmeId);
    },
    /** What differs, and the programmes whose sums are to be repaired. */
    async compare({ records }: World): Promise<{ differences: string[]; programmeIds: string[] }> {
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
      return { differences, programmeIds: [...wrong] };
    },
  };
}

/** Adds up a programme's lessons anew. One transaction that reads the registers itself, so that a save meanwhile is not lost. */
export async function repairLessons(
  world: World,
  programmeId: string,
  addedNow: (inside: World, register: Register) => Promise<Added>,
): Promise<void> {
  await world.together(async (inside) => {
    const { records } = inside;
    const lessons = new Map<string, StoredLessons>();
    for (const register of await records.registers.ofProgramme(programmeId)) {
      const now = isWaiting(register) ? register.added : await addedNow(inside, register);
      if (!isSameSums(register.added, now)) await records.registers.setAdded(register._id, now);
      if (now) addToLessons(lessons, now);
    }
    await records.marks.putLessons(programmeId, [...lessons.values()]);
  });
}
