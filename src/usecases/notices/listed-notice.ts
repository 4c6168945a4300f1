import { type AbsenceNotice, decisionUnder, saidAt, tellersOf } from '../../domain/absence-notice.ts';
import { type Day, dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { callName, nameAndRef, type Person } from '../../domain/person.ts';
import type { TaskOf } from '../../domain/task.ts';
import type { FormAct, FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { wordsOfNotice } from './notice-words.ts';
import { sayReason } from './reasons-under.ts';
import { sayWhat } from './say-notice.ts';

/**
 * What was pressed on a row. Nothing of it has happened before `until`, and up to then it can be undone by whoever it was
 * pressed as (`asId`; `byId` is who pressed).
 */
export type Verdict = {
  state: 'accepted' | 'rejected';
  why?: string;
  /** The days it was about. */
  days: readonly Day[];
  byId: string;
  asId: string;
  at: Date;
  until: Date;
};

/** Why a verdict was not carried out: something new had come in, it was decided otherwise, whoever gave it decides here no more. */
export type Dropped = keyof typeof droppedWords;
const droppedWords = {
  news: 'something new has come in since',
  decided: 'it had been decided meanwhile',
  'not-theirs': 'the list is somebody else’s now',
};

/**
 * A row of a list. `isGone`: whoever told it was erased, so nobody decides it any more. `undone`: what was pressed last,
 * which was taken back, or was not carried out (why: `dropped`); its words are kept for whoever wrote them.
 */
export type Row = {
  noticeId: string;
  isGone?: boolean;
  verdict?: Verdict;
  undone?: Pick<Verdict, 'state' | 'why'> & { dropped?: Dropped };
};

/** A notice on a list; `isMoot`: its sessions were cancelled, so there is nothing to decide; `evidence`: how that stands. */
export type Listed = { row: Row; notice: AbsenceNotice; isMoot: boolean; evidence: TaskOf<'evidence'> | null };

/** Not decided under this policy yet; one for which evidence is asked may wait for the learner. */
export const isPending = ({ notice, isMoot }: Pick<Listed, 'notice' | 'isMoot'>, packId: string) =>
  notice.state === 'confirmed' &&
  !isMoot &&
  !['accepted', 'rejected'].includes(decisionUnder(notice, packId)?.state ?? '');
/** Still to be decided: nothing was pressed on it that only waits for its minutes. */
export const isOpen = (one: Listed, packId: string) => isPending(one, packId) && !one.row.verdict;
/** Waits for this policy's person, not for the learner's evidence. */
export const isWaiting = (one: Listed, packId: string) =>
  isOpen(one, packId) && (decisionUnder(one.notice, packId) === undefined || one.evidence?.state === 'lapsed');
const decisionWords = { accepted: 'Accepted', rejected: 'Not accepted', evidence: 'Evidence asked for' } as const;
const buttons = { accepted: 'Accept', rejected: 'Reject' } as const;

/** "said Monday 23 November, 08:50", and by whom where it was not the learner. */
function sayTold(notice: AbsenceNotice, name: ReadonlyMap<string, string>): string {
  const names = tellersOf(notice)
    .filter((id) => id !== notice.learnerId)
    .map((id) => name.get(id) ?? 'someone');
  const by = names.length > 0 ? ` · told by ${names.join(' and ')}${notice.via ? ` (${notice.via})` : ''}` : '';
  const at = saidAt(notice, notice.days[0] ?? '');
  return `${by} · said ${sayDay(dayOf(at))} ${timeOf(at)}`;
}

/** The reason in the person's own words, for whoever decides; the category alone would not tell what is reasonable (S2). */
async function sayWords(world: World, notice: AbsenceNotice): Promise<string> {
  const words = await wordsOfNotice(world, notice);
  return words ? ` · “${words}”` : '';
}

/** What the notice took the place of, so that nobody decides the same absence twice without knowing. */
async function sayBefore(world: World, notice: AbsenceNotice, packId: string): Promise<string> {
  const said: string[] = [];
  for (const { noticeId, days } of notice.replaces ?? []) {
    const other = await world.records.notices.byId(noticeId);
    const decision = other && decisionUnder(other, packId);
    if (!other?.confirmedAt) continue;
    const decided = decision ? ` (${decisionWords[decision.state].toLowerCase()})` : '';
    said.push(` · in place of: ${sayWhat({ ...other, days })}${decided}`);
  }
  return said.join('');
}

/** What was pressed on it, or was and came to nothing. */
function sayPressed(one: Listed, packId: string, name: ReadonlyMap<string, string>): string {
  const { verdict, undone } = one.row;
  const quoted = (why: string | undefined) => (why ? ` (“${why}”)` : '');
  if (verdict && isPending(one, packId))
    return ` · ${decisionWords[verdict.state]} by ${name.get(verdict.byId) ?? 'someone'}${quoted(verdict.why)}. Nothing has gone out yet: it is done at ${timeOf(verdict.until)}`;
  if (!undone || verdict) return '';
  const what = `“${buttons[undone.state]}”${quoted(undone.why)}`;
  if (undone.dropped) return ` · ${what} was not carried out: ${droppedWords[undone.dropped]}`;
  return isOpen(one, packId) ? ` · ${what} was taken back` : '';
}

/** A list's rows, for whoever sees it. */
export async function rowsOf(
  world: World,
  listed: readonly Listed[],
  packId: string,
  viewer: Pick<Person, '_id'>,
): Promise<FormRow[]> {
  const people = await world.records.people.byIds(
    listed.flatMap(({ notice: one, row }) => [
      one.learnerId,
      ...tellersOf(one),
      ...(row.verdict ? [row.verdict.byId] : []),
      decisionUnder(one, packId)?.byId ?? one.byId,
    ]),
  );
  const names = new Map(people.map((person) => [person._id, nameAndRef(person)]));
  const name = new Map(people.map((person) => [person._id, callName(person)]));
  const rows: FormRow[] = [];
  for (const one of listed) {
    const { notice } = one;
    const decision = decisionUnder(notice, packId);
    const decided = decision
      ? ` · ${decisionWords[decision.state]} by ${name.get(decision.byId) ?? 'someone'}`
      : notice.state === 'withdrawn'
        ? notice.replacedBy
          ? ' · told anew since'
          : ' · taken back'
        : one.isMoot
          ? ' · nothing to decide: the session was cancelled'
          : '';
    const what = `${sayWhat(notice)} · ${sayReason(world, notice, packId)}${sayTold(notice, name)}`;
    rows.push({
      key: keyOf(one.row),
      title: names.get(notice.learnerId) ?? notice.learnerId,
      detail: `${what}${await sayWords(world, notice)}${await sayBefore(world, notice, packId)}${decided}${sayEvidence(one.evidence, decision)}${sayPressed(one, packId, name)}`,
      tone: isOpen(one, packId) ? ('default' as const) : ('good' as const),
      acts: isPending(one, packId) ? actsOf(world, one, packId, viewer) : [],
    });
  }
  return rows;
}

/** A row's buttons name its notice; *Undo* names the press it is for, too, so that an old one undoes no newer press. */
const keyOf = ({ noticeId, verdict }: Row) => (verdict ? `${noticeId}|${verdict.at.getTime()}` : noticeId);

/** What `keyOf` put together. */
export function readKey(key: string): { noticeId: string; pressedAt: number } {
  const [noticeId = '', at] = key.split('|');
  return { noticeId, pressedAt: Number(at) };
}

function actsOf(world: World, one: Listed, packId: string, viewer: Pick<Person, '_id'>): FormAct[] {
  const { verdict } = one.row;
  if (verdict) {
    const isTheirs = verdict.asId === viewer._id && verdict.until > world.clock.now();
    return isTheirs ? [{ act: 'take-back', title: `Undo (until ${timeOf(verdict.until)})` }] : [];
  }
  const ask = isWaiting(one, packId) && one.evidence?.state !== 'asked';
  return [
    { act: 'accept', title: 'Accept' },
    { act: 'reject', title: 'Reject' },
    ...(ask ? [{ act: 'evidence', title: 'Ask for evidence' }] : []),
  ];
}

/** How the evidence of an absence stands, so that nobody accepts one that needs a certificate without knowing (G3). */
function sayEvidence(evidence: Listed['evidence'], decision: ReturnType<typeof decisionUnder>): string {
  const last = evidence?.history.at(-1);
  const isSaid = decision?.state === 'evidence';
  if (evidence?.state === 'asked') return `${isSaid ? '' : ' · a certificate is asked for'}, nothing has come in yet`;
  if (evidence?.state === 'sent') return ' · a file has come in, to be looked at';
  return evidence?.state === 'lapsed' && last ? ` · no certificate had come by ${sayDay(dayOf(last.at))}` : '';
}
