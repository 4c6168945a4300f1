import { createHash } from 'node:crypto';
import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { isRefusal } from '../../domain/failure.ts';
import { callName, firstName, listNames, type Person } from '../../domain/person.ts';
import { mayPutRight, saysWhomMeant, type WhomMeant, whomMeant } from '../../language/talk/whom-meant.ts';
import type { CardModel, ListCommand } from '../core/card-model.ts';
import { knownAs, reportableLearners, thoseOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { askBack } from './ask-back.ts';
import { chooseLearner, withdrawNotice } from './confirm-notice.ts';
import { putDraft } from './draft-notice.ts';
import { passOnWhom } from './harm-of-whom.ts';
import { isSameTold, lastOf, newestTold } from './newest-told.ts';
import { wordsKept } from './notice-words.ts';
import { sayWhat, sayWhose } from './say-notice.ts';
import { wantNotice } from './want-notice.ts';
import { mostCandidates } from './whom-reported.ts';

const note = (text: string): CardModel => ({ card: 'note-plain', data: { text, tone: 'default' } });

/** What is told of one person, put before its sender as being about somebody else: same days, part and reason, told now. */
async function putFor(
  world: World,
  { learners, candidates }: { learners: readonly Person[]; candidates?: readonly Person[] },
  wrong: AbsenceNotice,
  { now, words, messageId }: { now: Date; words: string; messageId?: string | undefined },
): Promise<CardModel[]> {
  const {
    confirmedAt: _c,
    decisions: _d,
    alsoBy: _a,
    replaces: _r,
    next: _n,
    askedAt: _k,
    backDays: _b,
    ...facts
  } = wrong;
  const { remindedAt: _m, correctedAt: _p, correctedFrom: _f, said: _s, messageId: _i, changedAt: _h, ...rest } = facts;
  const { question, candidates: _o, reasonBy, ...told } = rest;
  const answers: CardModel[] = [];
  for (const learner of candidates?.slice(0, 1) ?? learners) {
    const what = JSON.stringify([wrong._id, wrong.version, learner._id]);
    const asks = candidates ? 'who' : question === 'who' || question === 'withdraw' ? undefined : question;
    const draft: AbsenceNotice = {
      ...told,
      _id: createHash('sha256').update(what).digest('hex').slice(0, 24),
      learnerId: learner._id,
      // Whose word the reason was, it was about the other one.
      reason: reasonBy === undefined ? told.reason : 'none',
      state: 'draft',
      presses: [],
      version: 1,
      createdAt: now,
      ...(asks ? { question: asks } : {}),
      ...(candidates ? { candidates: candidates.map((one) => one._id) } : {}),
      ...(messageId ? { messageId } : {}),
    };
    const before = await wordsKept(world, wrong);
    const answer = await putDraft(world, draft, { words: [before, words].filter(Boolean).join(' … ') });
    if (answer) answers.push(answer);
  }
  return answers;
}

/** An open card about the wrong person is taken back, and said so; of one that counts it is asked, since others were told. */
export async function takeBackWrong(
  world: World,
  actor: Person,
  wrong: readonly AbsenceNotice[],
  at: Date,
): Promise<CardModel | undefined> {
  const said: string[] = [];
  for (const one of wrong) {
    const what = await sayWhose(world, one, actor, callName);
    if (one.state === 'draft') {
      const done = await withdrawNotice(world, actor, { noticeId: one._id, pressId: `said|wrong|${one.version}` });
      if (isRefusal(done)) continue;
      said.push(`Taken back: ${one.candidates ? sayWhat(one) : what}. Nobody was told.`);
      continue;
    }
    await world.together(async (inside) => {
      const fresh = await inside.records.notices.byId(one._id);
      if (fresh?.state === 'confirmed') await askBack(inside, fresh, { at });
    });
    said.push(`This still counts until you take it back: ${what}. To take it back, press Take back, or type: yes`);
  }
  return said.length > 0 ? note(said.join(' ')) : undefined;
}

/**
 * Takes back what a longer message says was about the wrong person: of whom it denies it on those days, or, where it says
 * that somebody else was meant of whom nothing was told, what was told last.
 */
export async function takeBackOthers(
  world: World,
  actor: Person,
  report: {
    text: string;
    at: Date;
    told: readonly AbsenceNotice[];
    denied: readonly string[];
    drafts: readonly AbsenceNotice[];
  },
): Promise<CardModel[]> {
  const { text, at, told, denied, drafts } = report;
  const about = new Set(drafts.map((one) => one.learnerId));
  const days = new Set(drafts.flatMap((one) => one.days));
  const others = (some: readonly AbsenceNotice[]) => some.filter((one) => !about.has(one.learnerId));
  const isNew = ![...about].some((id) => told.some((one) => one.learnerId === id));
  const wrong =
    denied.length > 0
      ? others(lastOf(told.filter((one) => denied.includes(one.learnerId) && one.days.some((day) => days.has(day)))))
      : saysWhomMeant(text) && isNew
        ? others(lastOf(told))
        : [];
  const people = await world.records.people.byIds([...new Set(wrong.map((one) => one.learnerId))]);
  if (people.length > Math.max(1, about.size)) return [askWhich(people, [])];
  const kind = await passOnWhom(world, actor, wrong, text);
  const back = await takeBackWrong(world, actor, wrong, at);
  return back ? [...kind, back] : kind;
}

/** Which of several the words put right: a button for each, that says it in full. */
function askWhich(wrong: readonly Person[], right: WhomMeant['right']): CardModel {
  const names = listNames([...wrong]);
  const meant = right.map((one) => one.written).join(' and ');
  const commands = wrong.map((one): ListCommand => {
    const name = names.get(one._id) ?? callName(one);
    return { title: name, say: `${meant} not ${callName(one)}`.trim() };
  });
  const lead = meant ? `Press whom it is not about. ${meant} takes that place.` : 'Press whom it is not about.';
  return { card: 'list-plain', data: { title: 'Which one is wrong?', lead, items: [], commands } };
}

/** An answer to “Which learner do you mean?”, in words: one of those it offers, by name, or both of them. */
async function answerWho(
  world: World,
  actor: Person,
  asked: AbsenceNotice,
  { right }: WhomMeant,
): Promise<CardModel[] | undefined> {
  const picked = [...new Set(right.flatMap((one) => one.ids))].filter((id) => asked.candidates?.includes(id));
  const [learnerId] = picked;
  if (learnerId === undefined || picked.length > 1) return undefined;
  const press = { noticeId: asked._id, learnerId, pressId: `said|who|${asked.version}` };
  const done = await chooseLearner(world, actor, press);
  if (isRefusal(done)) return undefined;
  const after = await world.records.notices.byId(asked._id);
  if (after) await wantNotice(world, after, [actor._id]);
  world.wake();
  return [];
}

/** Of whom a card is that these words say is wrong: of whom they name, else of all that were told last but those named. */
function wrongOf(told: readonly AbsenceNotice[], { right, wrong, isOther }: WhomMeant): AbsenceNotice[] {
  const ids = new Set(wrong.flatMap((one) => one.ids));
  if (wrong.length > 0) return lastOf(told.filter((one) => !one.candidates && ids.has(one.learnerId)));
  const last = lastOf(told);
  const named = new Set(right.flatMap((one) => one.ids));
  // “The other Kyle” is in the place of a Kyle; “no, Jamie” of whoever is not Jamie.
  if (isOther) {
    const alike = last.filter((one) => named.has(one.learnerId));
    return named.size > 0 ? alike : last;
  }
  return last.filter((one) => one.candidates !== undefined || !named.has(one.learnerId));
}

/** Whom it is about instead, each with everybody it may be: of these learners of the sender's, none of whom a card was of. */
function rightOf(meant: WhomMeant, wrong: Person | undefined, learners: readonly Person[], told: readonly string[]) {
  const others = learners.filter((one) => one._id !== wrong?._id && !told.includes(one._id));
  const surname = wrong && callName(wrong).split(' ').at(-1);
  const kin = others.filter((one) => callName(one).split(' ').at(-1) === surname);
  const alike = others.filter((one) => wrong && firstName(one) === firstName(wrong));
  if (meant.isKin) return [kin.length > 0 ? kin : others];
  if (meant.isOther && meant.right.length === 0) return [alike.length > 0 ? alike : others];
  if (meant.right.length === 0) return meant.isNotThem ? [others] : [];
  return meant.right.map(({ ids }) => thoseOf(others, ids)).filter((some) => some.length > 0);
}

/** "And Dan too": what was told last is told of them as well. */
async function alsoFor(
  world: World,
  last: readonly AbsenceNotice[],
  { right }: WhomMeant,
  learners: readonly Person[],
  from: { words: string; messageId?: string | undefined },
): Promise<CardModel[] | undefined> {
  const [first] = last;
  if (!first || first.candidates || !last.every((one) => isSameTold(one, first))) return undefined;
  const answers: CardModel[] = [];
  for (const { ids } of right) {
    const meant = thoseOf(learners, ids).filter((one) => !last.some(({ learnerId }) => learnerId === one._id));
    const whom = meant.length === 1 ? { learners: meant } : { learners: [], candidates: meant };
    if (meant.length > 0) answers.push(...(await putFor(world, whom, first, { now: world.clock.now(), ...from })));
  }
  world.wake();
  return answers;
}

/**
 * Words that say of whom it was, after what was told just before: "no I meant Jamie", "sorry Ben not Dan", "not him, his
 * brother", or a name after “Which learner do you mean?”. The wrong person's card is taken back, and one about the right
 * person stands instead, with the same days, part and reason; where several could be wrong, it is asked. Undefined where
 * they are no such words.
 */
export async function correctWhom(
  world: World,
  actor: Person,
  text: string,
  { words = '', messageId }: { words?: string; messageId?: string | undefined } = {},
): Promise<CardModel[] | undefined> {
  const told = await newestTold(world, actor);
  const asked = lastOf(told).find((one) => one.question === 'who');
  if (told.length === 0 || !(asked || mayPutRight(text))) return undefined;
  const learners = await reportableLearners(world, actor);
  const meant = learners.length > 1 ? whomMeant(text, knownAs(learners)) : undefined;
  if (!meant) return undefined;
  const answer = asked && meant.wrong.length === 0 ? await answerWho(world, actor, asked, meant) : undefined;
  if (answer || !meant.isFramed) return answer;
  if (meant.isAlso) return alsoFor(world, lastOf(told), meant, learners, { words, messageId });
  const wrong = wrongOf(told, meant);
  const about = [...new Set(wrong.map((one) => one.learnerId))];
  const people = thoseOf(learners, about);
  const kept = lastOf(told).flatMap((one) => (one.candidates || about.includes(one.learnerId) ? [] : [one.learnerId]));
  const named = meant.right.flatMap((one) => one.ids);
  if (wrong.length === 0) {
    // It was understood so already.
    const right = told.find((one) => named.includes(one.learnerId));
    // “Not Jamie”, of whom nothing was told, tells nothing of Jamie either.
    if (!right && meant.right.length === 0 && meant.wrong.length > 0)
      return [note(`You have told me nothing of ${meant.wrong.map((one) => one.written).join(' or ')} lately.`)];
    if (!right) return undefined;
    await wantNotice(world, right, [actor._id]);
    world.wake();
    return [];
  }
  const only = people.length === 1 && !wrong.some((one) => one.candidates) ? people[0] : undefined;
  const right = rightOf(meant, only, learners, kept);
  const isPaired = right.length === about.length && wrong.every((one) => isSameTold(one, wrong[0]!));
  const isOnlySome = right.length === 0 && (meant.wrong.length > 0 || kept.length > 0);
  if (about.length > 1 && !isPaired && !isOnlySome) return [askWhich(people, meant.right)];
  const now = world.clock.now();
  const answers = await passOnWhom(world, actor, wrong, text);
  const back = await takeBackWrong(world, actor, wrong, now);
  if (back) answers.push(back);
  for (const [i, some] of right.entries())
    for (const one of wrong) {
      if (isPaired && one.learnerId !== about[i]) continue;
      if (some.length > mostCandidates) {
        answers.push(note('Whom do you mean? Please write it again with the full name.'));
        break;
      }
      const whom = some.length === 1 ? { learners: some } : { learners: [], candidates: some };
      answers.push(...(await putFor(world, whom, one, { now, words, messageId })));
    }
  world.wake();
  return answers;
}
