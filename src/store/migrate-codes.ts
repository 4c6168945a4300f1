import type { Db } from 'mongodb';

type Raw = { _id: string } & Record<string, unknown>;
type OldChange = { what?: string };
type OldEntry = { why?: string };

/** What earlier releases wrote as words for a register's change. */
const causes: [RegExp, string][] = [
  [/^guest added$/, 'guest-added'],
  [/^noted as not taking part$/, 'not-taking-part'],
  [/^session cancelled: /, 'session-cancelled'],
  [/^elsewhere$/, 'elsewhere'],
  [/^not elsewhere after all$/, 'not-elsewhere'],
  [/^notice accepted$/, 'notice-accepted'],
  [/^notice rejected$/, 'notice-rejected'],
  [/^notice evidence$/, 'notice-evidence'],
  [/^notice undefined$|^told us before$/, 'told-before'],
  [/^break in learning$/, 'break'],
  [/^contested: /, 'contested'],
  [/^logged by the learner: /, 'logged'],
  [/^not logged by its deadline$/, 'not-logged'],
  [/^said in the chat$/, 'said-in-chat'],
  [/^from a file$/, 'from-file'],
];

function entryOf({ why, ...entry }: OldEntry & Record<string, unknown>): Record<string, unknown> {
  if (why === undefined) return entry;
  const known = causes.find(([pattern]) => pattern.test(why));
  if (!known) return { ...entry, words: why };
  const [pattern, cause] = known;
  const words = /: $/.test(pattern.source) ? why.replace(pattern, '') : '';
  return { ...entry, cause, ...(words ? { words } : {}) };
}

function changeOf({ what, ...change }: OldChange & Record<string, unknown>): Record<string, unknown> {
  if (what === undefined) return change;
  const handed = /^handed to (.+)$/.exec(what);
  if (handed) return { ...change, code: 'handed-over', toId: handed[1] };
  const room = /^room .* to (.+)$/s.exec(what);
  if (room) return { ...change, code: 'room', to: room[1] };
  return { ...change, code: 'cancelled', why: what.replace(/^cancelled: /, '') };
}

function subjectOf(subject: string): Record<string, unknown> {
  const [head = '', rest = ''] = subject.split('|');
  if (subject.startsWith('task:')) return { kind: 'task', id: subject.slice(5) };
  if (subject.startsWith('notice:')) return { kind: 'notice', id: subject.slice(7) };
  if (head === 'flag') return { kind: 'flag', packId: rest };
  // A case's id has more parts than a mark's two.
  if (subject.split('|').length > 2) return { kind: 'case', id: subject };
  return { kind: 'mark', sessionId: head, enrolmentId: rest };
}

/** What was kept as words and parsed again becomes codes with what belongs to them. Can be done twice. */
export async function wordsToCodes(db: Db): Promise<void> {
  const registers = db.collection<Raw>('registers');
  for await (const one of registers.find({ 'history.why': { $exists: true } }))
    await registers.updateOne({ _id: one._id }, { $set: { history: (one.history as OldEntry[]).map(entryOf) } });
  const sessions = db.collection<Raw>('sessions');
  for await (const one of sessions.find({ 'changes.what': { $exists: true } }))
    await sessions.updateOne({ _id: one._id }, { $set: { changes: (one.changes as OldChange[]).map(changeOf) } });
  const tasks = db.collection<Raw>('tasks');
  for await (const one of tasks.find({ kind: 'contest', 'data.subject': { $type: 'string' } })) {
    const { subject } = one.data as { subject: string };
    await tasks.updateOne(
      { _id: one._id },
      { $set: { 'data.subject': subjectOf(subject) }, $unset: { 'data.about': '' } },
    );
  }
  const cases = db.collection<Raw>('cases');
  await cases.updateMany({ kind: 'noticed', rule: { $exists: false } }, [
    {
      $set: {
        rule: { $arrayElemAt: [{ $split: ['$_id', '|'] }, { $subtract: [{ $size: { $split: ['$_id', '|'] } }, 2] }] },
      },
    },
  ]);
}

/** The steps of tasks, and how a step to take was closed, become codes. Can be done twice. */
export async function stepsToCodes(db: Db): Promise<void> {
  const tasks = db.collection<Raw>('tasks');
  const code = (words: unknown) => String(words).toLowerCase().replaceAll(' ', '-');
  type Item = { closed?: { outcome: string } };
  for await (const one of tasks.find({
    $or: [{ 'history.act': / / }, { kind: { $in: ['step', 'fitness-to-study'] } }],
  })) {
    const isFitness = one.kind === 'fitness-to-study';
    const codeOf = (act: unknown) => (isFitness && act === 'none' ? 'no-action' : code(act));
    const history = (one.history as { act: string }[]).map((entry) => ({ ...entry, act: codeOf(entry.act) }));
    const items = (one.data as { items?: Item[] } | undefined)?.items?.map((item) =>
      item.closed ? { ...item, closed: { ...item.closed, outcome: code(item.closed.outcome) } } : item,
    );
    const set = { history, ...(isFitness ? { state: codeOf(one.state) } : {}) };
    await tasks.updateOne(
      { _id: one._id },
      { $set: { ...set, ...(one.kind === 'step' && items ? { 'data.items': items } : {}) } },
    );
  }
}
