import { type AbsenceNotice, decisionUnder, saidAt, tellersOf } from '../../domain/absence-notice.ts';
import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import type { TaskOf } from '../../domain/task.ts';
import type { FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { wordsOfNotice } from './notice-words.ts';
import { sayReason } from './reasons-under.ts';
import { sayWhat } from './say-notice.ts';

/**
 * A notice on a list; `isMoot`: its sessions were cancelled, so there is nothing to decide; `evidence`: how that stands;
 * `isPressed`: a decision on it can still be undone.
 */
export type Listed = {
  notice: AbsenceNotice;
  isMoot: boolean;
  evidence: TaskOf<'evidence'> | null;
  isPressed: boolean;
};

/** Waits for this policy's person; one for which evidence is asked waits for the learner. */
export const isPending = ({ notice, isMoot }: Pick<Listed, 'notice' | 'isMoot'>, packId: string) =>
  notice.state === 'confirmed' &&
  !isMoot &&
  !['accepted', 'rejected'].includes(decisionUnder(notice, packId)?.state ?? '');
/** Waits for this policy's person alone. */
export const isWaiting = (one: Listed, packId: string) =>
  isPending(one, packId) && (decisionUnder(one.notice, packId) === undefined || one.evidence?.state === 'lapsed');
/** The same, and it is still asked for. */
export const isAsked = (one: Listed, packId: string) => isWaiting(one, packId) && !one.isPressed;
const decisionWords = { accepted: 'Accepted', rejected: 'Not accepted', evidence: 'Evidence asked for' } as const;

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

/** The rows of a list, of each what it is about, how it was told and what was decided. */
export async function rowsOf(world: World, listed: readonly Listed[], packId: string): Promise<FormRow[]> {
  const people = await world.records.people.byIds(
    listed.flatMap(({ notice: one }) => [
      one.learnerId,
      ...tellersOf(one),
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
        ? ' · taken back'
        : one.isMoot
          ? ' · nothing to decide: the session was cancelled'
          : '';
    const what = `${sayWhat(notice)} · ${sayReason(world, notice, packId)}${sayTold(notice, name)}`;
    rows.push({
      key: notice._id,
      title: names.get(notice.learnerId) ?? notice.learnerId,
      detail: `${what}${await sayWords(world, notice)}${await sayBefore(world, notice, packId)}${decided}${sayEvidence(one.evidence, decision)}`,
      tone: isPending(one, packId) ? ('default' as const) : ('good' as const),
      acts: isPending(one, packId)
        ? [
            { act: 'accept', title: 'Accept' },
            { act: 'reject', title: 'Reject' },
            ...(isWaiting(one, packId) && one.evidence?.state !== 'asked'
              ? [{ act: 'evidence', title: 'Ask for evidence' }]
              : []),
          ]
        : [],
    });
  }
  return rows;
}

/** How the evidence of an absence stands, so that nobody accepts one that needs a certificate without knowing (G3). */
function sayEvidence(evidence: Listed['evidence'], decision: ReturnType<typeof decisionUnder>): string {
  const last = evidence?.history.at(-1);
  const isSaid = decision?.state === 'evidence';
  if (evidence?.state === 'asked') return `${isSaid ? '' : ' · a certificate is asked for'}, nothing has come in yet`;
  if (evidence?.state === 'sent') return ' · a file has come in, to be looked at';
  return evidence?.state === 'lapsed' && last ? ` · no certificate had come by ${sayDay(dayOf(last.at))}` : '';
}
