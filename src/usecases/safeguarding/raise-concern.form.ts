import type { Form } from '../core/form-kind.ts';
import { takenOut } from '../core/typed-words.ts';
import { aboutWhom } from './about-whom.ts';
import { raiseConcern } from './raise-concern.ts';

/** Anyone can say they are worried, about themself or someone else; it goes to the Safeguarding Team only (S11). */
export const raiseWorry: Form = {
  action: 'raise-concern',
  async face(_world, actor) {
    const isLearner = actor.roles.includes('learner');
    const isOnlyLearner = isLearner && actor.roles.length === 1;
    return {
      title: isLearner ? 'Tell someone you trust' : 'Raise a concern',
      lines: [
        'What you write goes to the Safeguarding Team and to nobody else. This chat is not watched day and night: if someone is in danger now, call 999.',
      ],
      fields: [
        ...(isOnlyLearner
          ? []
          : [
              {
                id: 'about',
                label: isLearner ? 'About someone else? Their name or reference' : 'Learner’s name or reference',
                type: 'line' as const,
                needed: !isLearner,
              },
            ]),
        { id: 'worry', label: 'What worries you?', type: 'words', needed: true },
      ],
      acts: [{ act: 'send', title: 'Send to Safeguarding', style: 'positive' }],
    };
  },
  async submit(world, actor, _about, { fields }) {
    // Words with a plain hint at harm have been taken out and passed on already.
    const { worry = '', about = '' } = fields;
    if (worry.length < 3 || worry === takenOut) return 'Thank you. It has gone to the Safeguarding Team.';
    const named = about.trim() === takenOut ? '' : about.trim();
    // What was typed as the name is kept with the words: it must not be lost, whoever it means.
    const words = named ? `About “${named}”: ${worry}` : worry;
    return raiseConcern(world, actor, await aboutWhom(world, actor, words, { typed: named }), words, 'possible');
  },
};
