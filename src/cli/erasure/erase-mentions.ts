import type { Collections } from '../../store/database.ts';
import type { Identity } from './identity.ts';
import { rewrite } from './rewrite.ts';
import { mapTexts } from './texts.ts';

/** Their name, numbers and addresses, and their contacts', wherever somebody wrote them down. */
export async function eraseMentions(c: Collections, identity: Identity | undefined): Promise<void> {
  if (!identity) return;
  const { pattern, take } = identity;
  const texts = <T>(value: T): T => mapTexts(value, take);
  const within = (...fields: string[]) => ({ $or: fields.map((field) => ({ [field]: pattern })) });
  await rewrite(c.sessions, within('title', 'room', 'cancelled.why', 'changes.why', 'changes.to'), (one) => ({
    title: texts(one.title),
    ...(one.room ? { room: texts(one.room) } : {}),
    ...(one.cancelled ? { cancelled: texts(one.cancelled) } : {}),
    ...(one.changes ? { changes: texts(one.changes) } : {}),
  }));
  await rewrite(
    c.registers,
    within('history.words', 'rows.notes.words'),
    ({ rows, history }) => ({ rows: texts(rows), history: texts(history) }),
    ['touched'],
  );
  await rewrite(
    c.notices,
    within('via', 'decisions.why'),
    ({ via, decisions }) => ({
      ...(via ? { via: texts(via) } : {}),
      ...(decisions ? { decisions: texts(decisions) } : {}),
    }),
    ['version'],
  );
  await rewrite(
    c.cases,
    within('causes.words', 'causes.causes.words', 'gathered.cause.words', 'decisions.note', 'notes.words'),
    ({ causes, gathered, decisions, notes }) => ({
      causes: texts(causes),
      decisions: texts(decisions),
      ...(gathered ? { gathered: texts(gathered) } : {}),
      ...(notes ? { notes: texts(notes) } : {}),
    }),
    ['version'],
  );
  await rewrite(c.outbox, within('body', 'subject'), ({ body, subject }) => ({
    body: texts(body),
    ...(subject ? { subject: texts(subject) } : {}),
  }));
  await rewrite(c.incoming, within('words'), ({ words }) => (words ? { words: texts(words) } : undefined));
  await rewrite(c.files, { name: pattern }, ({ name }) => ({ name: texts(name) }));
  await rewrite(c.misEvents, { 'refused.says': pattern }, ({ refused }) =>
    refused ? { refused: texts(refused) } : undefined,
  );
  // What a kind keeps has no one shape: each is looked through.
  await rewrite(
    c.tasks,
    {},
    ({ data, history }) => {
      const [newData, newHistory] = [texts(data), texts(history)];
      return newData === data && newHistory === history ? undefined : { data: newData, history: newHistory };
    },
    ['version'],
  );
}
