import type { TurnContext } from 'botbuilder';
import { addMinutes } from '../domain/calendar.ts';
import { isRefusal, type Outcome, refuse } from '../domain/failure.ts';
import type { Chat, Person } from '../domain/person.ts';
import { slotId } from '../domain/slot.ts';
import type { CardModel } from '../usecases/core/card-model.ts';
import type { CardSender } from '../usecases/core/delivery.ts';
import { createPace, type PaceRates, type Turn, usualRates } from '../usecases/core/pace.ts';
import type { World } from '../usecases/core/ports.ts';
import { repostOpenCards } from '../usecases/desk/repost-open-cards.ts';
import { showHelp } from '../usecases/desk/show-help.ts';
import { dropMessage, noticesOfMessage } from '../usecases/notices/follow-message.ts';
import { isInChat, keepChat, linkPerson } from '../usecases/people/link-person.ts';
import { noteOutOfReach } from '../usecases/people/note-out-of-reach.ts';
import { askPolicies } from '../usecases/people/policy-read.task.ts';
import { screenWords } from '../usecases/safeguarding/screen-words.ts';
import { type Heard, hearMessage, withWayOut } from '../usecases/talk/hear-message.ts';
import { type Activity, filesOf, messageIdOf, textOf, turnKeyOf } from './activity.ts';
import { drawAgain, drawWith } from './cards/draw-card.ts';
import type { ReadFile } from './receive-file.ts';
import { refusalWords } from './refusal-words.ts';
import { lookUpMember } from './roster.ts';
import { cardActivity } from './send-cards.ts';
import { type Again, refusePress, runVerb, type Said, type VerbAnswer } from './verbs/verbs.ts';

/** Activities seen lately, so that a redelivered message is not answered twice. */
type SeenTurns = { has(id: string): Promise<boolean>; add(id: string): Promise<void> };

export type InvokeAnswer = { status: number; body?: unknown };

const installTwiceMs = 10_000;
const cardType = 'application/vnd.microsoft.card.adaptive';

function chatOf(activity: Activity, tenantId: string, since: Date): Chat {
  return { since, conversationId: activity.conversation.id, serviceUrl: activity.serviceUrl, tenantId };
}

/**
 * The envelope of an invoke's answer: HTTP 200 always, the kind of answer inside. A refusal is words alone, or the card
 * it came from with the words on it: answered with words alone, Teams clients forget what was typed.
 */
function invokeAnswer(
  outcome: Outcome<CardModel> | Said,
  again?: Again,
  others: Record<string, unknown> = {},
  chartUrl?: World['chartUrl'],
): InvokeAnswer {
  const answer = (type: string, value: unknown) => ({ status: 200, body: { statusCode: 200, type, value } });
  if ('card' in outcome) return answer(cardType, drawWith(outcome, others, chartUrl).card);
  const words = 'said' in outcome ? outcome.said : refusalWords(outcome);
  if (again) return answer(cardType, drawAgain(again.card, words, again.typed, chartUrl).card);
  return answer('application/vnd.microsoft.activity.message', words);
}

/** The words for a fault: the press was not saved; the reference finds the log line. */
export function faultAnswer(reference: string): InvokeAnswer {
  const message = `Not saved, please try again. If it happens again, tell the office this reference: ${reference}`;
  return {
    status: 200,
    body: { statusCode: 500, type: 'application/vnd.microsoft.error', value: { code: 'not-saved', message } },
  };
}

/** What the bot does with one activity whose sender is proven. Thin: it finds the person, calls a use case, answers. */
export function createBot(
  world: World,
  sender: Pick<CardSender, 'remove' | 'post' | 'openChat'>,
  seen: SeenTurns,
  tenantId: string,
  readFile: ReadFile,
  rates: PaceRates = usualRates,
) {
  const paceOfMessages = createPace(rates.messages);
  const paceOfPresses = createPace(rates.presses);
  const findPerson = async (context: TurnContext, activity: Activity): Promise<Outcome<Person>> => {
    const entraId = activity.from.aadObjectId?.toLowerCase();
    if (!entraId) return { refused: 'not-known-here' };
    return linkPerson(world, { entraId, tenantId }, () => lookUpMember(context, activity.from.id));
  };
  const isPersonal = (activity: Activity) => activity.conversation.conversationType === 'personal';
  const say = (context: TurnContext, card: CardModel) => context.sendActivity(cardActivity(card, world.chartUrl));
  const note = (text: string): CardModel => ({ card: 'note-plain', data: { text, tone: 'default' } });

  const isPrivate = (outcome: CardModel) => outcome.card === 'note-plain' && outcome.data.isPrivate === true;

  /** Kind words to the writer's own chat, wherever they wrote: in a channel others would read that they asked for help (S11). */
  async function sayPrivately(context: TurnContext, activity: Activity, person: Person, card: CardModel) {
    if (isPersonal(activity)) {
      await say(context, card);
      return;
    }
    const opened = person.chat || !person.entraId ? undefined : await sender.openChat(person.entraId);
    const chat = person.chat ?? (opened?.ok ? { ...opened.value, since: world.clock.now() } : undefined);
    if (chat) await sender.post(chat, card, `kind|${activity.id ?? activity.conversation.id}`);
  }

  /** A second copy of a card acts as the first, and goes away once touched; the only one known becomes the slot's own. */
  async function removeOrphan(activity: Activity, person: Person, { subject }: VerbAnswer): Promise<void> {
    if (!subject || !activity.replyToId || !isPersonal(activity)) return;
    const id = slotId({ ...subject, recipient: { person: person._id } });
    const known = await world.records.slots.byId(id);
    if (!known) return;
    const { conversationId } = chatOf(activity, tenantId, world.clock.now());
    if (
      !known.activityId &&
      (await world.records.slots.adopt(id, activity.replyToId, conversationId, world.clock.now()))
    ) {
      world.wake();
      return;
    }
    // Teams may have been asked meanwhile, and another copy have become the card.
    const slot = known.activityId ? known : await world.records.slots.byId(id);
    const isOrphan = slot?.activityId !== undefined && slot.activityId !== activity.replyToId && !slot.sending;
    if (isOrphan) await sender.remove(chatOf(activity, tenantId, world.clock.now()), activity.replyToId);
  }

  /** Who is too fast is known by what is stored: no look at Teams' roster is spent on them. */
  const whoIsTooFast = (activity: Activity) =>
    world.records.people.byEntraId(activity.from.aadObjectId?.toLowerCase() ?? '');

  /** A message above what one person may send: it is not answered, but a cry for help in it is heard (S11). */
  async function onTooFast(context: TurnContext, activity: Activity, turn: Turn): Promise<void> {
    const person = await whoIsTooFast(activity);
    const text = textOf(activity);
    const { reply } =
      person && text ? await screenWords(world, person, { words: { text }, codes: [], isMessage: true }) : {};
    if (person && reply && turn.isFirst('kind words')) await sayPrivately(context, activity, person, reply);
    if (turn.isFirst('too fast'))
      await say(
        context,
        note(
          'That was a lot at once, and I did not take in all of it. Please wait a minute, then write again what matters.',
        ),
      );
  }

  async function onInvoke(context: TurnContext, activity: Activity): Promise<InvokeAnswer> {
    if (activity.name !== 'adaptiveCard/action')
      return {
        status: 200,
        body: {
          statusCode: 200,
          type: 'application/vnd.microsoft.activity.message',
          value: refusalWords(refuse('unknown-verb')),
        },
      };
    const { action } = (activity.value ?? {}) as { action?: { verb?: unknown; data?: unknown } };
    const turn = paceOfPresses(activity.from.aadObjectId ?? activity.from.id);
    if (!turn.isInPace) {
      const presser = await whoIsTooFast(activity);
      const { also } = presser ? await refusePress(world, presser, action?.data ?? {}, 'too-fast') : {};
      if (presser && also && turn.isFirst('kind words')) await sayPrivately(context, activity, presser, also);
      return invokeAnswer(refuse('too-fast'));
    }
    const person = await findPerson(context, activity);
    if (isRefusal(person)) return invokeAnswer(person);
    const verb = typeof action?.verb === 'string' ? action.verb.slice(0, 100) : '';
    const chat = isPersonal(activity) ? chatOf(activity, tenantId, world.clock.now()) : undefined;
    const keep = async () => void (chat && (await keepChat(world, person, chat)));
    const press = () => runVerb(world, person, verb, action?.data ?? {});
    // In a chat that is known there is only looked for what waits in it, which need not come first. Where that fails the
    // press stands all the same, and the next one looks again.
    const isKnown = chat !== undefined && isInChat(person, chat);
    if (!isKnown) await keep();
    const [answer] = await Promise.all([press(), isKnown ? keep().catch(() => undefined) : undefined]);
    await removeOrphan(activity, person, answer);
    if (answer.also) await sayPrivately(context, activity, person, answer.also);
    const { outcome, again, others } = answer;
    if (!('card' in outcome) || isPersonal(activity) || !isPrivate(outcome))
      return invokeAnswer(outcome, again, others, world.chartUrl);
    await sayPrivately(context, activity, person, outcome);
    return invokeAnswer(note('Thank you. I have answered you in our own chat.'));
  }

  async function onMessage(context: TurnContext, activity: Activity): Promise<void> {
    const person = await findPerson(context, activity);
    if (isRefusal(person)) {
      await say(context, note(refusalWords(person)));
      return;
    }
    if (!isPersonal(activity)) {
      // A cry for help counts wherever it is written (S11); the kind words go to the writer's own chat.
      const { reply } = await screenWords(world, person, {
        words: { text: activity.text ?? '' },
        codes: [],
        isMessage: true,
      });
      if (reply) await sayPrivately(context, activity, person, reply);
      await say(
        context,
        note('Please write to me in our own chat; what people say about absence is not for a channel.'),
      );
      return;
    }
    const isFirst = await keepChat(world, person, chatOf(activity, tenantId, world.clock.now()));
    // After another account was given to them, what waits stood in a chat that is gone.
    if (isFirst) await repostOpenCards(world, person);
    const files = filesOf(activity).map((file) => () => readFile(file, activity.serviceUrl));
    await answerMessage(context, activity, person, files);
    // Later than the answer to what they wrote: they came to say something.
    if (isFirst) await world.together((inside) => askPolicies(inside, person, addMinutes(world.clock.now(), 10)));
  }

  async function answerMessage(
    context: TurnContext,
    activity: Activity,
    person: Person,
    files: Heard['files'] = [],
  ): Promise<void> {
    const id = messageIdOf(activity);
    const message = id ? { id, isEdit: activity.type === 'messageUpdate' } : undefined;
    for (const answer of await hearMessage(world, person, { text: textOf(activity), files, message })) {
      const card = isRefusal(answer) ? note(refusalWords(answer)) : answer;
      await say(context, withWayOut(person, card));
    }
  }

  /** A message was changed, or brought back: it is read as it stands now, for harm too (S11). In a channel for harm alone. */
  async function onEdited(context: TurnContext, activity: Activity): Promise<void> {
    const person = await findPerson(context, activity);
    const text = textOf(activity);
    if (isRefusal(person) || text === '') return;
    if (isPersonal(activity)) return answerMessage(context, activity, person);
    const { reply } = await screenWords(world, person, { words: { text }, codes: [], isMessage: true });
    if (reply) await sayPrivately(context, activity, person, reply);
  }

  /** A message was deleted: what it told us goes with it, unless it counts already. A concern stays a concern. */
  async function onDeleted(context: TurnContext, activity: Activity): Promise<void> {
    const person = await findPerson(context, activity);
    const id = messageIdOf(activity);
    if (isRefusal(person) || !id || !isPersonal(activity)) return;
    const notices = await noticesOfMessage(world, person, id);
    for (const said of await dropMessage(world, notices, 'deleted')) await say(context, note(said));
  }

  async function onInstalled(context: TurnContext, activity: Activity): Promise<void> {
    const person = await findPerson(context, activity);
    if (isRefusal(person) || !isPersonal(activity)) return;
    const isFirst = await keepChat(world, person, chatOf(activity, tenantId, world.clock.now()));
    if (isFirst) {
      await say(context, await showHelp(world, person));
      await world.together((inside) => askPolicies(inside, person));
      await repostOpenCards(world, person);
    }
    // A first installation tells itself twice; what was just shown need not come again.
    const isLater =
      person.chat !== undefined && world.clock.now().getTime() - person.chat.since.getTime() > installTwiceMs;
    if (!isLater || activity.type !== 'installationUpdate') return;
    // A chat that was known before it was opened, or opened again, is never empty.
    if (!(await repostOpenCards(world, person))) await say(context, await showHelp(world, person));
  }

  async function onRemoved(context: TurnContext, activity: Activity): Promise<void> {
    const person = await findPerson(context, activity);
    if (!isRefusal(person) && isPersonal(activity)) await noteOutOfReach(world, person, 'uninstalled', person.chat);
  }

  return async function handleActivity(context: TurnContext): Promise<InvokeAnswer | undefined> {
    const activity = context.activity as unknown as Activity;
    if (activity.type === 'invoke') return onInvoke(context, activity);
    const key = turnKeyOf(activity);
    if (key && (await seen.has(key))) return undefined;
    if (activity.type === 'message' || activity.type === 'messageUpdate') {
      const turn = paceOfMessages(activity.from.aadObjectId ?? activity.from.id);
      if (!turn.isInPace) await onTooFast(context, activity, turn);
      else await (activity.type === 'message' ? onMessage : onEdited)(context, activity);
    }
    if (activity.type === 'messageDelete') await onDeleted(context, activity);
    if (activity.type === 'installationUpdate')
      await (activity.action?.startsWith('remove') ? onRemoved(context, activity) : onInstalled(context, activity));
    if (activity.type === 'conversationUpdate' && (activity.membersAdded as unknown[] | undefined)?.length)
      await onInstalled(context, activity);
    // Only now: a turn cut short by a kill is done again when it is redelivered.
    if (key) await seen.add(key);
    return undefined;
  };
}
export type HandleActivity = ReturnType<typeof createBot>;
