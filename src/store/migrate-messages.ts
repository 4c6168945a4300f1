import type { Db } from 'mongodb';

type Raw = { _id: string } & Record<string, unknown>;

/** Kinds of task about one programme whose messages the story shows to those alone who may see the task. */
const telling = [
  'absence',
  'action-plan',
  'alternative-session',
  'conduct-review',
  'meeting',
  'missed-work',
  'place-decision',
  'plan-action',
  'release',
  'removal',
  'serious-review',
];

/** A late notice's card held its notice and session in one id alone. Can be done twice. */
async function nameLateNotices(db: Db): Promise<void> {
  const parts = { $split: ['$subjectId', '|'] };
  const late = { noticeId: { $arrayElemAt: [parts, 0] }, sessionId: { $arrayElemAt: [parts, 1] } };
  await db.collection('slots').updateMany({ kind: 'late-notice', late: { $exists: false } }, [{ $set: { late } }]);
}

/** What a message goes by, and the task it tells of, could only be read from its id. Can be done twice. */
export async function nameMessages(db: Db): Promise<void> {
  await nameLateNotices(db);
  const outbox = db.collection<Raw>('outbox');
  const parts = { $split: ['$_id', '|'] };
  const key = {
    $reduce: {
      input: { $slice: [parts, { $subtract: [{ $size: parts }, 1] }] },
      initialValue: '',
      in: { $concat: ['$$value', { $cond: [{ $eq: ['$$value', ''] }, '', '|'] }, '$$this'] },
    },
  };
  await outbox.updateMany({ key: { $exists: false }, _id: /\|/ as never }, [{ $set: { key } }]);
  const tasks = db.collection<Raw>('tasks').find({ kind: { $in: telling }, programmeId: { $exists: true } });
  for await (const { _id, learnerId } of tasks) {
    const tells = (text: string) => {
      const at = { $indexOfCP: [{ $concat: ['|', text, '|'] }, { $literal: `|${_id}|` }] };
      return { $expr: { $gte: [at, 0] } };
    };
    const about = String(learnerId);
    await outbox.updateMany({ about, taskId: { $exists: false }, key: { $exists: true }, ...tells('$key') }, [
      { $set: { taskId: { $literal: _id } } },
    ]);
    await db
      .collection<Raw>('tasks')
      .updateMany(
        { kind: 'session-change', learnerId: about, 'data.taskId': { $exists: false }, ...tells('$_id') } as never,
        [{ $set: { 'data.taskId': { $literal: _id } } }],
      );
  }
}
