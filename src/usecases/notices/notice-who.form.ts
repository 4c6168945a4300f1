import { refuse } from '../../domain/failure.ts';
import type { Form } from '../core/form-kind.ts';
import { chooseLearner, withdrawNotice } from './confirm-notice.ts';
import { viewNotice } from './view-notice.ts';
import { isOwnNotice } from './whose-notice.ts';

/** Which of two learners of one name a message was about. */
export const noticeWho: Form = {
  action: 'report-absence',
  async face(world, actor, noticeId) {
    const notice = await world.records.notices.byId(noticeId);
    if (!notice || notice.byId !== actor._id || !(await isOwnNotice(world, notice, actor)))
      return refuse('not-allowed');
    const card = await viewNotice(world, notice, actor);
    return card.card === 'form-plain' ? card.data : refuse('notice-gone');
  },
  submit: (world, actor, noticeId, { act, fields, pressId }) =>
    act === 'not-this'
      ? withdrawNotice(world, actor, { noticeId, pressId })
      : chooseLearner(world, actor, { noticeId, learnerId: fields.who ?? '', pressId }),
};
