import { isRefusal, refuse } from '../../domain/failure.ts';
import { callName } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import type { Form } from '../core/form-kind.ts';
import type { World } from '../core/ports.ts';
import type { OpenedRegister } from './load-register.ts';
import { loadOwn, markRegister } from './mark-register.ts';
import { openRegister } from './open-register.ts';
import { sayChoice, writeLate } from './register-choices.ts';

const titles = { present: 'present', late: 'late', absent: 'absent' } as const;
type One = keyof typeof titles;
const isOne = (text: string): text is One => Object.hasOwn(titles, text);

/** The code a choice is, as a register's card would carry it. */
function choiceOf({ pack }: OpenedRegister, mark: One, minutes: string): string {
  if (mark === 'late') return writeLate(minutes, '');
  return mark === 'present' ? pack.markRoles.present : pack.markRoles.absent;
}

async function sayRow(world: World, opened: OpenedRegister, learnerId: string) {
  const row = opened.register.rows.find((one) => one.learnerId === learnerId);
  const learner = await world.records.people.byId(learnerId);
  return row && learner ? { row, name: callName(learner) } : undefined;
}

/**
 * One learner's mark, said in words ("mark Ben present") and confirmed here; it goes the way of the register's own card.
 * `about`: the session, the learner, the mark and the minutes, joined by bars.
 */
export const markOne: Form = {
  action: 'mark-register',
  async face(world, actor, about) {
    const [sessionId = '', learnerId = '', mark = '', minutes = ''] = about.split('|');
    if (!isOne(mark)) return refuse('bad-payload');
    if (learnerId === actor._id) return refuse('not-yourself');
    const session = await world.records.sessions.byId(sessionId);
    const hasBegun = session !== null && session.startsAt <= world.clock.now() && !session.cancelled;
    if (hasBegun && !(await world.records.registers.byId(sessionId))) await openRegister(world, sessionId);
    const opened = await loadOwn(world, actor, sessionId);
    if (isRefusal(opened)) return opened;
    const found = await sayRow(world, opened, learnerId);
    if (!found) return refuse('not-found');
    const { row, name } = found;
    const isLate = mark === 'late';
    return {
      title: `Mark ${name} ${titles[mark]}?`,
      who: nameSession(opened.session),
      lines: row.mark ? [`Marked ${sayChoice(row.mark, opened.pack)} now. The change is kept in the history.`] : [],
      fields: isLate
        ? [
            {
              id: 'minutes',
              label: 'Minutes late',
              type: 'number',
              needed: true,
              ...(minutes ? { value: minutes } : {}),
            },
          ]
        : [],
      acts: [{ act: 'mark', title: `Yes, mark ${titles[mark]}`, style: 'positive' }],
    };
  },
  async submit(world, actor, about, { fields, pressId }) {
    const [registerId = '', learnerId = '', mark = ''] = about.split('|');
    if (!isOne(mark)) return refuse('bad-payload');
    if (learnerId === actor._id) return refuse('not-yourself');
    const opened = await loadOwn(world, actor, registerId);
    if (isRefusal(opened)) return opened;
    const found = await sayRow(world, opened, learnerId);
    if (!found) return refuse('not-found');
    const done = await markRegister(world, actor, {
      registerId,
      version: opened.register.version,
      page: 0,
      choices: { [found.row.enrolmentId]: choiceOf(opened, mark, fields.minutes ?? '') },
      restPresent: false,
      ...(opened.register.state === 'saved' ? { cause: 'said-in-chat' as const } : {}),
      pressId,
    });
    if (isRefusal(done)) return done;
    const after = await world.records.registers.byId(registerId);
    const now = after?.rows.find((row) => row.learnerId === learnerId)?.mark;
    const said = now ? sayChoice(now, opened.pack) : 'not marked yet';
    const isOpen = after?.state === 'open' ? ' The register itself is still to be saved.' : '';
    return `${found.name}: ${said}. ${nameSession(opened.session)}.${isOpen}`;
  },
};
