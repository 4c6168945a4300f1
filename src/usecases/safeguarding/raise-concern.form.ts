import type { Form } from '../core/form-kind.ts';
import { raiseConcern } from './raise-concern.ts';
import { takenOut } from './screen-words.ts';

/** Anyone can say they are worried, about themself or someone else; it goes to the Safeguarding Team only (S11). */
export const raiseWorry: Form = {
  action: 'raise-concern',
  async face(_world, actor) {
    const isLearner = actor.roles.includes('learner');
    return {
      title: isLearner ? 'Tell someone you trust' : 'Raise a concern',
      lines: [
        'What you write goes to the Safeguarding Team and to nobody else. This chat is not watched day and night: if someone is in danger now, call 999.',
      ],
      fields: [
        ...(isLearner
          ? []
          : [{ id: 'about', label: 'Learner’s name or reference', type: 'line' as const, needed: true }]),
        { id: 'worry', label: 'What worries you?', type: 'words', needed: true },
      ],
      acts: [{ act: 'send', title: 'Send to the Safeguarding Team', style: 'positive' }],
    };
  },
  async submit(world, actor, _about, { fields }) {
    // Words with a plain hint at harm have been taken out and passed on already.
    const words = fields.worry ?? '';
    if (words.length < 3 || words === takenOut) return 'Thank you. It has gone to the Safeguarding Team.';
    if (actor.roles.includes('learner')) return raiseConcern(world, actor, actor._id, words, 'possible');
    const named = (fields.about ?? '').trim().toLowerCase();
    const learners = await world.records.people.withRole('learner');
    const found = learners.filter((one) =>
      [one.name.toLowerCase(), one.preferredName?.toLowerCase(), one.ref.toLowerCase()].includes(named),
    );
    const [only] = found;
    // Whoever it is about, it must not be lost: without one clear match the team gets the name as written.
    const about = found.length === 1 && only ? only._id : actor._id;
    const text = about === actor._id ? `About “${fields.about}”: ${words}` : words;
    return raiseConcern(world, actor, about, text, 'possible');
  },
};
