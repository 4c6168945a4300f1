import type { Form } from '../core/form-kind.ts';
import { takenOut } from '../core/typed-words.ts';
import { aboutWhom } from './about-whom.ts';
import { raiseConcern } from './raise-concern.ts';

/** Stands for the words of someone who pressed and wrote none: that they pressed is what they say. */
const withoutWords = '(Pressed “Something is wrong, I need someone” and wrote nothing.)';

/** The private way from any card a learner gets to the Safeguarding Team; words are not needed (S11). */
export const needSomeone: Form = {
  action: 'raise-concern',
  leaving: 'All right. This is on every card I send you, should you want it.',
  async face() {
    return {
      title: 'What is wrong?',
      lines: [
        'It goes only to the Safeguarding Team. You do not have to write anything: Send is enough, and someone gets in touch.',
        'This chat is not watched day and night. If you are in danger now, call 999.',
      ],
      fields: [{ id: 'worry', label: 'What is wrong? You can leave this empty', type: 'words' }],
      acts: [{ act: 'send', title: 'Send', style: 'positive' }],
    };
  },
  async submit(world, actor, _about, { fields }) {
    // Words with a plain hint at harm have been taken out and passed on already.
    if (fields.worry === takenOut) return 'Thank you. It has gone to the Safeguarding Team.';
    const words = fields.worry || withoutWords;
    return raiseConcern(world, actor, await aboutWhom(world, actor, words), words, 'possible');
  },
};
