import { toldAbout } from '../domain/absence-notice.ts';
import { packOn } from '../policy/policy-pack.ts';
import { isAcceptedByItself } from '../policy/rules/prefill-mark.ts';
import { registerRecipients, tellRows } from './open-register.ts';
import type { World } from './ports.ts';

/**
 * Takes a confirmed or withdrawn notice to registers that exist already: onto rows not marked, and to the tutor as a
 * small card of its own, because an open register is never redrawn under the tutor's fingers. Registers opened later
 * read the notice themselves.
 */
export async function spreadNotice(world: World, noticeId: string): Promise<void> {
  const { records } = world;
  const notice = await records.notices.byId(noticeId);
  const first = notice?.days[0];
  const last = notice?.days.at(-1);
  if (!notice) return;
  const enrolments = await records.enrolments.ofLearner(notice.learnerId);
  const programmes = [...new Set(enrolments.map((one) => one.programmeId))];
  const covered = first && last ? await records.sessions.ofProgrammes(programmes, first, last) : [];
  const touched = await records.registers.byIds(covered.map((one) => one._id));
  // A changed or withdrawn notice must also leave the registers of days it no longer covers.
  const left = await records.registers.telling(noticeId);
  const registers = new Map([...touched, ...left].map((one) => [one._id, one]));
  const sessions = (await Promise.all([...registers.keys()].map((id) => records.sessions.byId(id)))).filter(
    (one) => one !== null,
  );
  for (const session of sessions) {
    const register = registers.get(session._id);
    const row = register?.rows.find((one) => one.learnerId === notice.learnerId);
    const programme = await records.enrolments.programme(session.programmeId);
    if (!register || !row || !programme) continue;
    const pack = packOn(world.packs, programme.pack, session.day);
    const told = toldAbout(notice, session, isAcceptedByItself(notice.reason, pack));
    const wasTold = row.told?.noticeId === notice._id;
    if (!told && !wasTold) continue;
    // Another notice may still hold for this row, so all of the day's are asked, not this one alone.
    const [fresh] = await tellRows(world, session, [row], pack);
    if (!row.mark) await records.registers.setTold(register._id, row.enrolmentId, fresh?.told);
    for (const recipient of registerRecipients(session, programme))
      await records.slots.want(
        { kind: 'late-notice', subjectId: `${notice._id}|${session._id}`, recipient, revision: notice.version },
        world.clock.now(),
      );
  }
  await records.notices.clearNext(noticeId, notice.version);
  world.wake();
}
