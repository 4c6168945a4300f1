import { z } from 'zod';
import { halves, noticeKinds } from '../../domain/absence-notice.ts';
import {
  changeNotice,
  confirmNotice,
  offerChange,
  showNotice,
  tellLate,
  withdrawNotice,
} from '../../usecases/notices/confirm-notice.ts';
import { code, day, id, time, version } from './payload.ts';
import { defineVerb } from './verb.ts';

const subject = (payload: { noticeId: string }) => ({ kind: 'notice' as const, subjectId: payload.noticeId });
const OnNotice = z.object({ noticeId: id, version });

export const noticeVerbs = [
  defineVerb({
    verb: 'notice-confirm',
    action: 'confirm-notice',
    payload: OnNotice,
    subject,
    run: (world, actor, { noticeId }, pressId) => confirmNotice(world, actor, { noticeId, pressId }),
  }),
  defineVerb({
    verb: 'notice-tell-late',
    action: 'confirm-notice',
    payload: OnNotice,
    subject,
    run: (world, actor, { noticeId }, pressId) => tellLate(world, actor, { noticeId, pressId }),
  }),
  defineVerb({
    verb: 'notice-change',
    action: 'change-notice',
    payload: OnNotice,
    subject,
    run: (world, actor, { noticeId }) => offerChange(world, actor, noticeId),
  }),
  defineVerb({
    verb: 'notice-show',
    action: 'change-notice',
    payload: OnNotice,
    subject,
    run: (world, actor, { noticeId }) => showNotice(world, actor, noticeId),
  }),
  defineVerb({
    verb: 'notice-apply',
    action: 'change-notice',
    payload: z.object({
      noticeId: id,
      version,
      kind: z.enum(noticeKinds),
      firstDay: day,
      lastDay: day,
      reason: code(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/)),
      minutesLate: z.coerce.number().optional(),
      arriveAt: time.optional(),
      half: z.enum(halves).optional(),
    }),
    subject,
    run: (world, actor, { version: _, ...input }, pressId) => {
      const { minutesLate, arriveAt, half, ...rest } = input;
      const times = {
        ...(minutesLate === undefined ? {} : { minutesLate }),
        ...(arriveAt === undefined ? {} : { arriveAt }),
        ...(half === undefined ? {} : { half }),
      };
      return changeNotice(world, actor, { ...rest, ...times, pressId });
    },
    again: (world, actor, { noticeId }) => offerChange(world, actor, noticeId),
  }),
  defineVerb({
    verb: 'notice-withdraw',
    action: 'withdraw-notice',
    payload: OnNotice,
    subject,
    run: (world, actor, { noticeId }, pressId) => withdrawNotice(world, actor, { noticeId, pressId }),
  }),
];
