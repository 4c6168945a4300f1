import { type Day, dayOf } from '../../domain/calendar.ts';
import { type Adjustment, erasedName, type Person } from '../../domain/person.ts';
import type { DataOf } from '../../domain/task.ts';
import type { Collections } from '../../store/database.ts';
import type { World } from '../../usecases/core/ports.ts';
import { shortenMessages } from '../../usecases/sending/messages-in.task.ts';
import { eraseMentions } from './erase-mentions.ts';
import type { Identity } from './identity.ts';
import { redrawAbout } from './redraw-about.ts';
import { type Changes, rewrite } from './rewrite.ts';
import { sentInOf } from './sent-in.ts';
import { mapTexts, withoutWords } from './texts.ts';

type Erasing = { c: Collections; person: Person; at: Date; identity: Identity | undefined };

/** What falls due is not done any more. */
const nothingDue = { next: undefined, lease: undefined, tries: undefined, lastError: undefined, dead: undefined };

const lastDay = ({ left }: Person, at: Date): Day => (left && left < dayOf(at) ? left : dayOf(at));

/** From now on they can do nothing and get nothing; whoever reads the record sees that it is being erased. */
async function shutOut({ c, person, at }: Erasing): Promise<void> {
  const left = lastDay(person, at);
  await c.people.updateOne(
    { _id: person._id },
    {
      $set: { roles: [], erasing: person.erasing ?? at, linksFrom: at, left },
      $unset: { entraId: '', chat: '', unreachable: '' },
    },
  );
  await c.enrolments.updateMany(
    { learnerId: person._id, $or: [{ to: { $exists: false } }, { to: { $gt: left } }], from: { $lte: left } },
    { $set: { to: left } },
  );
  await c.slots.deleteMany({ 'recipient.person': person._id });
  await c.talks.deleteOne({ _id: person._id });
}

/** Bodies, numbers and addresses of what was sent to or about them; that something was sent, and when, stays. */
async function eraseMessages({ c, person, at, identity }: Erasing): Promise<void> {
  await rewrite(
    c.outbox,
    { $or: [{ about: person._id }, { toId: person._id }] },
    ({ to, body, subject, purgedAt, next, failed, byHand }) =>
      to === '' && body === '' && !subject && !next
        ? undefined
        : {
            to: '',
            body: '',
            subject: undefined,
            purgedAt: purgedAt ?? at,
            ...nothingDue,
            // What was still to go out, or to be told by hand, is not wanted any more.
            ...(next || (failed && !byHand) ? { droppedAt: at, failed: undefined } : {}),
          },
  );
  for await (const { _id } of c.stops.find({})) if (identity?.isTheirs(_id)) await c.stops.deleteOne({ _id });
}

/** Texts and mails that came from them, what was answered there, and what was asked at their number or address. */
async function eraseSentIn({ c, person, identity }: Erasing): Promise<void> {
  const { places, own } = await sentInOf(c, person, identity);
  await c.outbox.deleteMany({ about: { $in: await c.incoming.distinct('_id', own) } });
  await c.incoming.deleteMany(own);
  for (const kind of ['sms', 'mail'])
    await c.threads.deleteMany({ _id: { $in: places.map((from) => `${kind}|${from}`) } });
}

/** Files they sent or that are about them, and what they told: the days stay, since marks came of them; no reason, no words. */
async function eraseNotices({ c, person, at }: Erasing): Promise<void> {
  const { _id } = person;
  await c.files.deleteMany({ $or: [{ learnerId: _id }, { fromId: _id }] });
  await rewrite(
    c.notices,
    { $or: [{ learnerId: _id }, { byId: _id }] },
    ({ state, decisions = [], ...one }) => {
      const isDone = one.reason === 'none' && !one.messageId && !one.via && !one.feeling && state !== 'draft';
      if (isDone && !one.next && decisions.every((each) => !each.why)) return undefined;
      return {
        reason: 'none',
        reasonBy: undefined,
        feeling: undefined,
        via: undefined,
        messageId: undefined,
        candidates: undefined,
        question: undefined,
        ...(decisions.length > 0 ? { decisions: decisions.map(({ why: _, ...each }) => each) } : {}),
        ...(state === 'draft' ? { state: 'withdrawn' as const, withdrawnAt: at } : {}),
        ...nothingDue,
      };
    },
    ['version'],
  );
}

/** Tasks about them end; who did what when stays, without a word anybody wrote. */
async function eraseTasks({ c, person }: Erasing): Promise<void> {
  const { _id } = person;
  const noticeIds = await c.notices.distinct('_id', { $or: [{ learnerId: _id }, { byId: _id }] });
  const words = { kind: 'notice-words' as const, 'data.noticeId': { $in: noticeIds } };
  const asked = { kind: 'policy-read' as const, ownerIds: [_id] };
  const own = { $or: [{ learnerId: _id }, words, asked], erased: { $exists: false } };
  await rewrite(
    c.tasks,
    own,
    (task) => ({
      isOpen: false,
      erased: true as const,
      data: withoutWords(task.data),
      history: task.history.map(({ words: _, ...entry }) => entry),
      dueAt: undefined,
      ...nothingDue,
    }),
    ['version'],
  );
  // What they told waits on nobody's list any more; what was decided stands on the notice.
  await rewrite(
    c.tasks,
    {
      kind: 'decide-notices' as const,
      'data.rows': { $elemMatch: { noticeId: { $in: noticeIds }, isGone: { $ne: true } } },
    },
    (task) => {
      const { rows } = task.data as DataOf<'decide-notices'>;
      const gone = rows.map((row) =>
        noticeIds.includes(row.noticeId) ? { noticeId: row.noticeId, isGone: true } : row,
      );
      return { data: { ...task.data, rows: gone } };
    },
    ['version'],
  );
  // What they wrote on cards that are about nobody, or somebody else.
  await rewrite(
    c.tasks,
    { 'history.byId': _id, erased: { $exists: false } },
    ({ history }) =>
      history.some((one) => one.byId === _id && one.words)
        ? { history: history.map(({ words, ...one }) => (words && one.byId !== _id ? { ...one, words } : one)) }
        : undefined,
    ['version'],
  );
}

/** Notes on their rows, and why a mark of theirs was changed; every mark, and who made it, stays. */
async function eraseRegisters({ c, person }: Erasing): Promise<void> {
  await rewrite(
    c.registers,
    { 'rows.learnerId': person._id },
    ({ rows, history }) => {
      const own = new Set(rows.filter((row) => row.learnerId === person._id).map((row) => row.enrolmentId));
      const isOwn = (entry: (typeof history)[number]) => entry.changes.some((change) => own.has(change.enrolmentId));
      const hasWords =
        rows.some((row) => own.has(row.enrolmentId) && row.notes?.some((note) => note.words)) ||
        history.some((entry) => entry.words && isOwn(entry));
      if (!hasWords) return undefined;
      const changes: Changes<(typeof rows)[number]>[] = rows.map((row) =>
        own.has(row.enrolmentId) && row.notes
          ? { ...row, notes: row.notes.map((note) => ({ ...note, words: '' })) }
          : row,
      );
      return {
        rows: changes as typeof rows,
        history: history.map(({ words, ...entry }) => (words && !isOwn(entry) ? { ...entry, words } : entry)),
      };
    },
    // A version of its own would carry it on once more.
    ['touched'],
  );
}

/** When Teams saw them in meetings; names of strangers there go too, since one may be theirs. */
async function eraseReports({ c, person }: Erasing): Promise<void> {
  const registerIds = await c.registers.distinct('_id', { 'rows.learnerId': person._id });
  const change = { $pull: { seen: { learnerId: person._id } }, $unset: { others: '' as const } };
  await c.meetingReports.updateMany({ _id: { $in: registerIds } }, change);
}

/** What was noticed and decided stays, as codes and figures; what somebody wrote about it goes. */
async function eraseCases({ c, person }: Erasing): Promise<void> {
  const blank = <T>(value: T): T => mapTexts(value, (text, key) => (key === 'words' || key === 'note' ? '' : text));
  await rewrite(
    c.cases,
    { learnerId: person._id },
    ({ causes, gathered, decisions, notes, state }) => {
      const changed = {
        causes: blank(causes),
        decisions: blank(decisions),
        ...(gathered ? { gathered: blank(gathered) } : {}),
        ...(notes ? { notes: blank(notes) } : {}),
      };
      const isSame = changed.causes === causes && changed.decisions === decisions && changed.gathered === gathered;
      if (isSame && changed.notes === notes && state !== 'open') return undefined;
      return { ...changed, ...(state === 'open' ? { state: 'closed' as const } : {}) };
    },
    ['version'],
  );
}

type Decided = Pick<Adjustment, 'why' | 'ended' | 'mistake'>;
/** What was decided for a learner without anybody's words. */
const wordless = <T extends Decided>(one: T): T => ({
  ...one,
  why: '',
  ...(one.ended ? { ended: { ...one.ended, why: '' } } : {}),
  ...(one.mistake ? { mistake: { ...one.mistake, why: '' } } : {}),
});

/** Last of all the person: by what they are called in texts is known until then, so that a kill in between loses nothing. */
async function eraseRecord({ c, person, at }: Erasing): Promise<void> {
  const { _id, adjustments, setAside, away } = person;
  await c.people.replaceOne(
    { _id },
    {
      // What else is kept hangs on this id; their own reference goes.
      ref: _id,
      name: erasedName,
      roles: [],
      addresses: [],
      erased: at,
      erasing: at,
      linksFrom: at,
      left: lastDay(person, at),
      // Totals and standings were counted with them.
      ...(adjustments ? { adjustments: adjustments.map(wordless) } : {}),
      ...(setAside ? { setAside: setAside.map(wordless) } : {}),
      ...(away ? { away } : {}),
    },
  );
}

/**
 * Erases a person (UK GDPR Art. 17): names, contacts, words, files, messages and chats go; marks and who decided what
 * when stay under their id, so that every total is what it was. Killed in the middle it goes on from the start, and what
 * is done already stays as it is. Words of concerns are the Safeguarding Team's, until it hands them over (S11).
 */
export async function erasePerson(
  world: World,
  c: Collections,
  person: Person,
  identity: Identity | undefined,
): Promise<void> {
  const at = world.clock.now();
  if (!person.erased) {
    const erasing = { c, person, at, identity };
    for (const step of [
      shutOut,
      eraseMessages,
      eraseSentIn,
      eraseNotices,
      eraseTasks,
      eraseRegisters,
      eraseReports,
      eraseCases,
      ({ c, identity }: Erasing) => eraseMentions(c, identity),
      eraseRecord,
    ])
      await step(erasing);
  }
  await redrawAbout(world, c, person._id);
  await shortenMessages(world);
  await c.people.updateOne({ _id: person._id }, { $unset: { erasing: '' } });
}
