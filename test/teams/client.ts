import { randomUUID } from 'node:crypto';
import { notePressed } from '../support/pressed.ts';
import type { Card, CardAction, LoopbackTeams, Shown, User } from './loopback-teams.ts';

export type Answer = { status: number; body: { statusCode?: number; type?: string; value?: unknown } };

const cardType = 'application/vnd.microsoft.card.adaptive';

/** All words of a card, in order, as a person would read them. */
export function wordsOf(card: unknown): string {
  const words: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    else if (node !== null && typeof node === 'object')
      for (const [key, value] of Object.entries(node))
        if (['text', 'label', 'title'].includes(key) && typeof value === 'string') words.push(value);
        else walk(value);
  };
  walk(card);
  return words.join('\n');
}

/** The same, of what is seen before anything is unfolded. */
export function seenOn(card: unknown): string {
  const isHidden = (value: unknown) => (value as { isVisible?: boolean } | null)?.isVisible === false;
  return wordsOf(JSON.parse(JSON.stringify(card, (_, value) => (isHidden(value) ? null : value))));
}

/** What an answer says: words alone, or all words of the card it brings. */
export function saidBy({ body }: Answer): string {
  return typeof body.value === 'string' ? body.value : wordsOf(body.value);
}

/** The inputs of a card with their present values, a part's by their own names, the part that stands first before others. */
export function inputsOf(card: unknown): Record<string, string> {
  const named = Object.entries(sentInputs(card)).map(
    ([id, value]) => [id.replace(/^p[0-9a-f]{8}_/, ''), value] as const,
  );
  return Object.fromEntries(named.toReversed());
}

/** The inputs of a card with their present values, as Teams would send them; empty ones are left out. */
export function sentInputs(card: unknown): Record<string, string> {
  const inputs: Record<string, string> = {};
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    else if (node !== null && typeof node === 'object') {
      const one = node as { type?: string; id?: string; value?: unknown };
      if (one.type?.startsWith('Input.') && one.id && one.value !== undefined && one.value !== '')
        inputs[one.id] = String(one.value);
      Object.values(node).forEach(walk);
    }
  };
  walk(card);
  return inputs;
}

/** The id of the input with this label. */
export function inputId(card: unknown, label: string): string {
  let found: string | undefined;
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    else if (node !== null && typeof node === 'object') {
      const one = node as { type?: string; id?: string; label?: string };
      if (one.type?.startsWith('Input.') && one.label?.startsWith(label)) found ??= one.id;
      Object.values(node).forEach(walk);
    }
  };
  walk(card);
  if (!found) throw new Error(`no input "${label}" among: ${wordsOf(card)}`);
  return found;
}

/** What people do in Teams: say, press, install. Every activity goes to the bot's real endpoint with a signed token. */
export class TeamsClient {
  readonly teams: LoopbackTeams;
  readonly botUrl: string;
  /** Teams on iOS sends every input of a card with a press, also where the button leaves them where they are. */
  isIos = false;
  constructor(teams: LoopbackTeams, botPort: number) {
    this.teams = teams;
    this.botUrl = `http://127.0.0.1:${botPort}/api/messages`;
  }

  /** The envelope of any activity from a user in their chat with the bot. */
  activity(user: User, fields: Record<string, unknown>): Record<string, unknown> {
    const { teams } = this;
    return {
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl: teams.serviceUrl,
      timestamp: new Date().toISOString(),
      from: { id: user.id, name: user.name, aadObjectId: user.entraId },
      recipient: { id: `28:${teams.appId}`, name: 'Attendance' },
      conversation: { id: user.chatId, conversationType: 'personal', tenantId: teams.tenantId },
      channelData: { tenant: { id: teams.tenantId } },
      ...fields,
    };
  }

  async deliver(activity: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const token = this.teams.mint.sign(this.teams.appId, this.teams.serviceUrl);
    const answer = await fetch(this.botUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: typeof activity === 'string' ? activity : JSON.stringify(activity),
    });
    const text = await answer.text();
    const body = (text ? JSON.parse(text) : {}) as Answer['body'];
    if (body.type === cardType) this.teams.onShown(body.value as Card);
    return { status: answer.status, body };
  }

  say(user: User, text: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    return this.deliver(this.activity(user, { type: 'message', text, ...fields }));
  }

  /** Someone changes a message of theirs: the same id, the new text; deleted and brought back likewise. */
  edit(user: User, id: string, text: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    return this.#change(user, id, 'messageUpdate', 'editMessage', { text, ...fields });
  }

  remove(user: User, id: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    return this.#change(user, id, 'messageDelete', 'softDeleteMessage', fields);
  }

  bringBack(user: User, id: string, text: string): Promise<Answer> {
    return this.#change(user, id, 'messageUpdate', 'undeleteMessage', { text });
  }

  #change(user: User, id: string, type: string, eventType: string, fields: Record<string, unknown>): Promise<Answer> {
    const channelData = { tenant: { id: this.teams.tenantId }, eventType };
    return this.deliver(this.activity(user, { id, type, channelData, ...fields }));
  }

  install(user: User): Promise<Answer> {
    user.installed = true;
    return this.deliver(this.activity(user, { type: 'installationUpdate', action: 'add' }));
  }

  invoke(user: User, verb: string, data: unknown, fields: Record<string, unknown> = {}): Promise<Answer> {
    return this.deliver(
      this.activity(user, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
        ...fields,
      }),
    );
  }

  /** Presses a button of a card with inputs changed by their labels. Returns the answer, and the card in it if there is one. */
  async press(
    user: User,
    shown: Shown | { card?: Card; id?: string },
    title: string,
    changes: Record<string, string> = {},
    row?: string,
    words: readonly string[] = [],
  ): Promise<Answer & { card?: Card }> {
    const part = partOf(shown.card, title, words, row);
    const action = actionOf(part, title, row);
    // As Teams does: a button may leave the inputs where they are.
    const takesInputs = this.isIos || action.associatedInputs !== 'none';
    const inputs = takesInputs ? sentInputs(shown.card) : {};
    for (const [label, value] of Object.entries(changes)) if (takesInputs) inputs[inputId(part, label)] = value;
    const answer = await this.invoke(
      user,
      action.verb,
      { ...inputs, ...action.data },
      shown.id ? { replyToId: shown.id } : {},
    );
    const isCard = answer.body.type === cardType;
    if (isCard) notePressed(action);
    return { ...answer, ...(isCard ? { card: answer.body.value as Card } : {}) };
  }
}

/** The part of a card about a learner, or the card itself, that has this button, and most of these words. */
function partOf(card: Card | undefined, title: string, words: readonly string[], row?: string): Card | undefined {
  const parts: { node: Card; row: unknown }[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node))
      for (const [i, one] of node.entries()) {
        if (String((one as { id?: unknown } | null)?.id).startsWith('part-'))
          parts.push({ node: one, row: node[i - 1] });
        walk(one);
      }
    else if (node !== null && typeof node === 'object') Object.values(node).forEach(walk);
  };
  walk(card);
  const countOf = ({ node, row }: (typeof parts)[number]) => {
    const isUnfolded = (node as { isVisible?: boolean }).isVisible !== false;
    const text = wordsOf([isUnfolded ? '' : row, node]);
    return words.filter((word) => text.includes(word)).length;
  };
  const isIt = (one: CardAction) => one.title === title && (row === undefined || String(one.data.row).includes(row));
  const able = parts.filter(({ node }) => actionsOf(node).some(isIt));
  const [best] = able.toSorted((a, b) => countOf(b) - countOf(a));
  return best?.node ?? card;
}

/** Every button of a card, those of its rows too. */
export function actionsOf(card: unknown): CardAction[] {
  const found: CardAction[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    else if (node !== null && typeof node === 'object') {
      const one = node as { type?: string };
      if (one.type?.startsWith('Action.')) found.push(node as CardAction);
      Object.values(node).forEach(walk);
    }
  };
  walk(card);
  return found;
}

/** The button with this title, and of this row where a card has rows. */
export function actionOf(card: Card | undefined, title: string, row?: string): CardAction {
  const all = actionsOf(card);
  const action = all.find((one) => one.title === title && (row === undefined || String(one.data.row).includes(row)));
  if (!action) throw new Error(`no button "${title}" among ${all.map((one) => one.title).join(', ')}`);
  return action;
}
