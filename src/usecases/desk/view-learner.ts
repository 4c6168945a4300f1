import { createHash } from 'node:crypto';
import { addMinutes, dayOf, sayDay } from '../../domain/calendar.ts';
import { nameAndRef, type Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { type Flag, flagOrder } from '../../domain/standing.ts';
import type { Task } from '../../domain/task.ts';
import type { CardModel, LearnerPart, LearnerView } from '../core/card-model.ts';
import { askedSince, isWaiting } from '../core/chase.ts';
import type { World } from '../core/ports.ts';
import { storyLink, wordsIn } from '../core/story-link.ts';
import { sayDone } from '../core/undo.ts';
import { isOnLearnersCard } from '../core/want-card.ts';
import { nameOf } from '../core/whose.ts';
import { yearBegan } from '../core/year-of-case.ts';
import { maySeeCase } from '../risk/show-case.ts';
import { drawCase, packOfCase, stillOpenLabel } from '../risk/view-case.ts';
import { drawnOnce, pictureOf } from '../standing/attendance-picture.ts';
import { flagsShown } from '../standing/figures.ts';
import { askedByOthers, type FoundPart, inOrder, ranks } from './order-parts.ts';
import { taskKindsOf } from './task-kinds.ts';
import { drawTask, hasUndo, partOf } from './view-task.ts';

/** A part's own name on the card, whatever its place on it. */
const keyOf = (id: string) => `p${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;

/** So long the reader sees of their own press what came of it, whatever is asked next: as long as most can be undone. */
const freshMinutes = 10;
const isFresh = (world: World, viewer: Person, last: { byId?: string; at: Date } | undefined) =>
  last?.byId === viewer._id && addMinutes(last.at, freshMinutes) > world.clock.now();

const isOfThisYear = (world: World, at: Date) => at >= yearBegan(world);

async function partOfCase(world: World, one: RiskCase, viewer: Person, asks?: string): Promise<FoundPart[]> {
  const last = one.decisions.at(-1);
  if (one.state !== 'open' && !isOfThisYear(world, last?.at ?? one.openedAt)) return [];
  if (!(await maySeeCase(world, viewer, one))) return [];
  // The way to the story stands on the card once, not on each part.
  const shown = await drawCase(world, one, viewer, [], asks);
  // One that can be undone stands on the card that decides: what waits has none.
  const undoable = shown.data.pending && (await sayDone(world, { kind: 'case', id: one._id }, viewer));
  const state = shown.card === 'case-decide' ? 'next' : one.state === 'open' ? 'waits' : 'done';
  const at = one.reopenedAt ?? one.openedAt;
  const detail = undoable ?? (last ? `${await nameOf(world, last.byId)}, ${sayDay(dayOf(last.at))}` : '');
  const card: FoundPart['card'] = { ...shown, data: { ...shown.data, who: '' } };
  const decided = packOfCase(world, one).options[one.kind].find((option) => option.code === last?.option)?.label;
  const title = (state === 'done' && one.state === 'decided' && decided) || shown.data.title;
  return [
    {
      key: keyOf(one._id),
      id: one._id,
      title,
      detail,
      state,
      ...(undoable || isFresh(world, viewer, last) ? { isFresh: true as const } : {}),
      ...(state === 'waits'
        ? { waits: { for: await nameOf(world, one.ownerId, 'nobody'), since: sayDay(dayOf(at)) } }
        : {}),
      card,
      packId: one.pack.id,
      at,
      asked: at,
      rank: ranks.indexOf('case'),
    },
  ];
}

/** Since when somebody is asked for it, else since when it stands as it does. */
async function waitsSince(world: World, task: Task): Promise<string> {
  const at = (await askedSince(world, task)) ?? task.history.at(-1)?.at ?? task.openedAt;
  return sayDay(dayOf(at));
}

async function partOfTask(world: World, task: Task, viewer: Person): Promise<FoundPart[]> {
  const isPast = !isOfThisYear(world, task.history.at(-1)?.at ?? task.openedAt);
  if (!task.isOpen && task.kind !== 'mentor-report' && isPast) return [];
  const part = task.isShown ? await partOf(world, viewer, task) : undefined;
  if (!part) return [];
  const shown = await drawTask(world, task, viewer, part);
  if (shown?.card !== 'form-plain') return [];
  const { data } = shown;
  if (await taskKindsOf[task.kind].isOver?.(world, task, viewer, data)) return [];
  const hasButtons = data.acts.length > 0 || data.rows.some((row) => row.acts?.length);
  const isAsked = part.isOwner && isWaiting(world, task) && hasButtons;
  const isOpen = task.isOpen || (task.kind === 'mentor-report' && hasButtons);
  const open = part.isOwner && hasButtons ? 'open' : 'waits';
  const state = isAsked ? 'next' : isOpen ? open : 'done';
  const last = task.history.findLast((entry) => entry.byId);
  if (state === 'done' && isPast) return [];
  const by = last ? `${await nameOf(world, last.byId)}, ${sayDay(dayOf(last.at))}` : '';
  const whom = part.isOwner ? '' : await nameOf(world, task.ownerIds[0], 'nobody');
  const undoable =
    part.isOwner && hasUndo(task) ? await sayDone(world, { kind: 'task', id: task._id }, viewer) : undefined;
  const isJustDone = undoable !== undefined || isFresh(world, viewer, task.history.at(-1));
  const detail = (isJustDone && (undoable ?? wordsIn(data.said))) || (state === 'done' ? by : whom && `with ${whom}`);
  const packId = String((task.data as { packId?: unknown }).packId ?? task.pack?.id ?? '');
  const card: FoundPart['card'] = { card: 'form-plain', data: { ...data, who: '' } };
  const { title } = data;
  const asked = isAsked ? askedByOthers(task, viewer) : undefined;
  return [
    {
      key: keyOf(task._id),
      id: task._id,
      title,
      detail,
      state,
      ...(isJustDone ? { isFresh: true as const } : {}),
      ...(state === 'waits' ? { waits: { for: whom, since: await waitsSince(world, task) } } : {}),
      card,
      packId,
      at: task.openedAt,
      ...(asked ? { asked } : {}),
      rank: ranks.indexOf(task.kind),
    },
  ];
}

/** What stands once on the card is left out of its parts: figures, but not what somebody decided on, and the way to the story. */
function withoutShared(one: FoundPart, labels: ReadonlySet<string>, shared: ReadonlySet<string>): FoundPart {
  const { card } = one;
  // By title: each signing of the same link is another address.
  const links = (card.data.links ?? []).filter(({ title }) => !shared.has(title));
  if (card.card === 'case-done') return { ...one, card: { ...card, data: { ...card.data, links } } };
  const isDone = one.state === 'done';
  const facts = isDone ? card.data.facts : card.data.facts.filter(({ label }) => !labels.has(label));
  if (card.card === 'case-decide')
    return { ...one, card: { ...card, data: { ...card.data, facts, links, weeks: [] } } };
  const chart = isDone ? card.data.chart : [];
  return { ...one, card: { ...card, data: { ...card.data, facts, links, chart } } };
}

/** All that a colleague sees of what is or was open about a learner, in no order. */
async function partsAbout(
  world: World,
  learnerId: string,
  viewer: Person,
  firstId?: string,
  option?: string,
): Promise<FoundPart[]> {
  const { cases, tasks } = world.records;
  const found: FoundPart[] = [];
  for (const one of await cases.allOfLearner(learnerId))
    found.push(...(await partOfCase(world, one, viewer, one._id === firstId ? option : undefined)));
  for (const task of await tasks.allOfLearner(learnerId))
    if (isOnLearnersCard(world, task, viewer._id)) found.push(...(await partOfTask(world, task, viewer)));
  return found;
}

/**
 * The one card a colleague has about a learner they follow; undefined when nothing of it is theirs to see. `firstId`: the
 * part they want to see open; `option`: where that is a case, the option of which a word of why is asked first.
 */
export async function viewLearner(
  outside: World,
  learnerId: string,
  viewer: Person,
  firstId?: string,
  option?: string,
): Promise<CardModel | undefined> {
  const world = drawnOnce(outside);
  const learner = await world.records.people.byId(learnerId);
  if (!learner) return undefined;
  const found = await partsAbout(world, learnerId, viewer, firstId, option);
  if (found.length === 0) return undefined;
  const figures: LearnerView['figures'] = [];
  const labels = new Set<string>();
  let flag: Flag = 'none';
  let why = '';
  const ordered = inOrder(found, firstId);
  const packIds = [...new Set(ordered.map((one) => one.packId))].filter(Boolean);
  const flagOf = await flagsShown(world, [learnerId]);
  for (const packId of packIds) {
    const picture = await pictureOf(world, learnerId, packId);
    for (const { label } of picture.facts) labels.add(label);
    const own = flagOf({ learnerId, packId, flag: picture.standing?.flag ?? 'none' });
    if (flagOrder[own] > flagOrder[flag]) flag = own;
    // The day by its name: the card may stay in the chat for weeks before something moves it.
    why ||= `${sayDay(dayOf(world.clock.now()))}: ${picture.inWords}`;
    const name = packIds.length > 1 ? picture.pack.title : '';
    figures.push({ name, facts: picture.facts, chart: picture.chart });
  }
  const links = await storyLink(world, viewer, learnerId);
  const shared = new Set(links.map((one) => one.title));
  // What is the viewer's of it has rows; the whole of it stands with the figures.
  const [stillOpen] = ordered
    .filter((one) => one.state !== 'done')
    .flatMap(({ card }) => card.data.facts.filter(({ label }) => label === stillOpenLabel));
  const [first] = figures;
  if (first && stillOpen) {
    labels.add(stillOpenLabel);
    figures[0] = { ...first, facts: [stillOpen, ...first.facts] };
  }
  const parts = ordered.map((one): LearnerPart => {
    const { packId: _p, at: _a, rank: _r, asked: _s, ...part } = withoutShared(one, labels, shared);
    return part;
  });
  return { card: 'learner-follow', data: { learnerId, name: nameAndRef(learner), flag, why, parts, links, figures } };
}

/** True while something about the learner waits for this person. */
export async function asksAboutLearner(world: World, learnerId: string, viewer: Person): Promise<boolean> {
  return (await partsAbout(drawnOnce(world), learnerId, viewer)).some((one) => one.state === 'next');
}
