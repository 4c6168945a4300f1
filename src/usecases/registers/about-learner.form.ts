import { refuse } from '../../domain/failure.ts';
import { callName } from '../../domain/person.ts';
import type { Register } from '../../domain/register.ts';
import { saySession } from '../../domain/session.ts';
import { mayFor } from '../core/acting-for.ts';
import type { Form } from '../core/form-kind.ts';
import { learnerChoices } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf } from '../core/rights.ts';
import { takenOut } from '../core/typed-words.ts';
import { aboutWhom } from '../safeguarding/about-whom.ts';
import { raiseConcern } from '../safeguarding/raise-concern.ts';
import { loadRegister } from './load-register.ts';
import { showRegister } from './mark-register.ts';
import { openRollCheck } from './roll-check.task.ts';
import { viewRegister } from './view-register.ts';

/** Writes that a learner was there but did not take part (G16); kept beside the mark, whoever marks later. */
async function addNote(
  world: World,
  registerId: string,
  learnerId: string,
  byId: string,
  words: string,
  pressId: string,
) {
  await world.together(async ({ records }) => {
    const register = await records.registers.byId(registerId);
    if (!register || register.presses.includes(pressId)) return;
    const at = world.clock.now();
    const version = register.version + 1;
    const after: Register = {
      ...register,
      rows: register.rows.map((row) =>
        row.learnerId === learnerId ? { ...row, notes: [...(row.notes ?? []), { byId, at, words }] } : row,
      ),
      version,
      history: [...register.history, { version, byId, at, cause: 'not-taking-part' as const, changes: [] }],
      presses: [...register.presses, pressId],
      next: { step: 'project', at },
    };
    if (!(await records.registers.replace(after, register))) throw new Error('register changed meanwhile');
  });
}

/** What a tutor notes about one learner from a saved register: not taking part, wrong list, a worry (G16, G5, S11). */
export const aboutLearner: Form = {
  action: 'note-learner',
  async face(world, actor, registerId) {
    const opened = await loadRegister(world, registerId);
    if (!opened || !(await mayFor(world, actor, 'note-learner', opened.session.tutorIds))) return refuse('not-allowed');
    const people = await world.records.people.byIds(opened.register.rows.map((row) => row.learnerId));
    return {
      title: 'About a learner',
      who: `${opened.session.title}, ${saySession(opened.session)}`,
      fields: [
        {
          id: 'learner',
          label: 'Learner',
          type: 'choice',
          needed: true,
          options: learnerChoices(people).map((one) => ({ title: one.name, value: one.id })),
        },
        {
          id: 'what',
          label: 'What is it?',
          type: 'choice',
          value: 'no-part',
          needed: true,
          options: [
            { title: 'Was there but did not take part', value: 'no-part' },
            { title: 'Belongs to another group', value: 'wrong-list' },
            { title: 'I am worried about them (Safeguarding Team only)', value: 'worry' },
          ],
        },
        { id: 'words', label: 'In a few words', type: 'words' },
      ],
      acts: [{ act: 'send', title: 'Send', style: 'positive' }],
    };
  },
  back: (world, actor, registerId) => showRegister(world, actor, registerId),
  async submit(world, actor, registerId, { fields, pressId }) {
    const opened = await loadRegister(world, registerId);
    if (!opened || !(await mayFor(world, actor, 'note-learner', opened.session.tutorIds))) return refuse('not-allowed');
    const row = opened.register.rows.find((one) => one.learnerId === fields.learner);
    const learner = row && (await world.records.people.byId(row.learnerId));
    if (!learner) return refuse('pick-one', 'Learner');
    const words = fields.words ?? '';
    // The register comes back, with what was done on it.
    const summary = async (said: string) => {
      const fresh = await loadRegister(world, registerId);
      return fresh ? viewRegister(world, fresh, 0, { said, viewer: actor }) : said;
    };
    if (fields.what === 'worry') {
      if (words.length < 3) return refuse('needs-words', 'In a few words');
      const about = { own: [learner._id], claimed: [learner._id] };
      if (words === takenOut) return 'Thank you. It has gone to the Safeguarding Team.';
      return raiseConcern(world, actor, await aboutWhom(world, actor, words, about), words, 'possible');
    }
    if (isAboutSelf(actor, learner._id)) return refuse('not-yourself');
    if (fields.what === 'wrong-list') {
      await world.together((inside) => openRollCheck(inside, opened, learner._id, 'wrong-list', actor, words));
      return summary(
        `Thank you. The Head of Study Programme and the Office Manager have a task to check ${callName(learner)}’s group.`,
      );
    }
    if (fields.what !== 'no-part') return refuse('pick-one', 'What is it?');
    await addNote(world, registerId, learner._id, actor._id, words || 'no more was said', pressId);
    const counts = opened.pack.nonEngagement.counts
      ? 'Under your college’s policy it counts as absent.'
      : 'It does not change the mark; the mentor sees it.';
    return summary(`Noted: ${callName(learner)} was there but did not take part. ${counts}`);
  },
};
