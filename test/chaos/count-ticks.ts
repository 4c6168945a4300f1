import type { Register } from '../../src/domain/register.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import type { ChaosCollege } from './chaos-college.ts';
import type { Ledger, PressRecord } from './ledger.ts';

/** What is known about one learner's ticks by one tutor; for whoever looks into a finding. */
function trailOf(register: Register | undefined, ledger: Ledger, one: PressRecord, enrolmentId: string): string[] {
  const presses = ledger.presses
    .filter((press) => press.registerId === one.registerId && press.tutorId === one.tutorId)
    .map((press) => {
      const marks = [...press.minutes].map(([id, late]) => `${id}:${late}${press.told.has(id) ? ' (told)' : ''}`);
      return `  press on version ${press.version}: ${marks.join(' ')} -> ${press.answers.join('; ')}`;
    });
  const history = (register?.history ?? []).flatMap(({ version, byId, changes }) =>
    changes
      .filter((change) => change.enrolmentId === enrolmentId)
      .map(({ to }) => `  history version ${version}: ${to.code} ${to.minutesLate} by ${byId}`),
  );
  return [...presses, ...history];
}

type TickCount = { lost: string[]; doubled: string[]; trails: string[] };

/** How often a press's tick for one learner stands in the register's history. */
function timesApplied(register: Register | undefined, press: PressRecord, enrolmentId: string): number {
  const minutes = press.minutes.get(enrolmentId);
  const changes = (register?.history ?? []).flatMap((entry) => entry.changes);
  return changes.filter(
    ({ enrolmentId: id, to }) =>
      id === enrolmentId && to.code === 'late' && to.minutesLate === minutes && to.byId === press.tutorId,
  ).length;
}

/** True when each change starts where the one before it ended, and the row shows the last. */
function brokenRows(register: Register): string[] {
  return register.rows
    .filter((row) => {
      let at: number | undefined;
      for (const { enrolmentId, from, to } of register.history.flatMap((entry) => entry.changes)) {
        if (enrolmentId !== row.enrolmentId) continue;
        if (from?.at.getTime() !== at) return true;
        at = to.at.getTime();
      }
      return row.mark?.at.getTime() !== at;
    })
    .map((row) => `${register._id} ${row.enrolmentId}: history does not lead to the mark`);
}

/** Compares what tutors were told with what stands in registers, marks, totals and standings. */
export async function countTicks(college: ChaosCollege, ledger: Ledger): Promise<TickCount> {
  const registers = new Map((await college.c.registers.find({}).toArray()).map((one) => [one._id, one as Register]));
  const lost: string[] = [];
  const doubled: string[] = [];
  const trails: string[] = [];
  for (const press of ledger.presses)
    for (const enrolmentId of press.minutes.keys()) {
      const times = timesApplied(registers.get(press.registerId), press, enrolmentId);
      const name = `${press.registerId} ${enrolmentId} late:${press.minutes.get(enrolmentId)} by ${press.tutorId}`;
      if (times > 1) doubled.push(`${name} applied ${times} times`);
      const isLost = times === 0 && press.isAcknowledged && !press.told.has(enrolmentId);
      if (isLost) lost.push(name);
      if (isLost || times > 1)
        trails.push(name, ...trailOf(registers.get(press.registerId), ledger, press, enrolmentId));
    }
  const marks = new Map((await college.c.marks.find({}).toArray()).map((mark) => [mark._id, mark]));
  for (const register of registers.values()) {
    lost.push(...brokenRows(register));
    for (const row of register.rows) {
      const mark = marks.get(`${register._id}|${row.enrolmentId}`);
      if (mark?.code !== row.mark?.code || mark?.minutesLate !== row.mark?.minutesLate)
        lost.push(`${register._id} ${row.enrolmentId}: the mark is not carried on`);
    }
  }
  const { differences } = await recount(college.world, false);
  doubled.push(...differences.map((one) => `recount differs: ${one}`));
  return { lost, doubled, trails };
}
