import type { World } from '../../src/usecases/core/ports.ts';
import { type College, monday } from './college.ts';
import { unescaped } from './plain-html.ts';
import { checkReading } from './reading-faults.ts';

type Control = { name: string; value: string; label: string; option?: string; isOn: boolean };
type Form = { action: string; controls: Control[]; buttons: { name: string; value: string; title: string }[] };

/** What a link is for: its purpose, the thing, and whose it is. */
export type LinkTo = [purpose: Parameters<NonNullable<World['link']>>[0], id: string, viewer: string];

/** A signed link, good until the evening. */
export const linkOf = (world: World, ...[purpose, id, viewer]: LinkTo): string =>
  world.link?.(purpose, id, viewer, new Date(`${monday}T20:00:00Z`)) ?? '';

const plain = (text = '') => unescaped(text.replace(/<[^>]*>/g, '')).trim();
const attribute = (tag: string, name: string) => plain(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]);

function controlsOf(text: string): Control[] {
  const labels = new Map(
    [...text.matchAll(/<label for="([^"]+)">(.*?)<\/label>/gs)].map(([, id = '', words]) => [id, plain(words)]),
  );
  const inputs = [...text.matchAll(/<input ([^>]*)>/g)].flatMap(([, tag = '']): Control[] => {
    const [name, type, value] = [attribute(tag, 'name'), attribute(tag, 'type'), attribute(tag, 'value')];
    if (type === 'radio' || type === 'checkbox' || type === 'file') return [];
    return [{ name, value, label: type === 'hidden' ? '' : (labels.get(name) ?? ''), isOn: true }];
  });
  const areas = [...text.matchAll(/<textarea ([^>]*)>\n?(.*?)<\/textarea>/gs)].map(([, tag = '', value]): Control => {
    const name = attribute(tag, 'name');
    return { name, value: plain(value), label: labels.get(name) ?? '', isOn: true };
  });
  const lists = [...text.matchAll(/<select ([^>]*)>(.*?)<\/select>/gs)].map(([, tag = '', inner = '']): Control => {
    const name = attribute(tag, 'name');
    const chosen = /<option value="([^"]*)" selected>/.exec(inner) ?? /<option value="([^"]*)"/.exec(inner);
    return { name, value: plain(chosen?.[1]), label: labels.get(name) ?? '', isOn: true };
  });
  const picks = [...text.matchAll(/<legend>(.*?)<\/legend>(.*?)<\/fieldset>/gs)].flatMap(([, legend, inner = '']) =>
    [...inner.matchAll(/<input ([^>]*)>(.*?)<\/label>/gs)].map(
      ([, tag = '', option]): Control => ({
        name: attribute(tag, 'name'),
        value: attribute(tag, 'value'),
        label: plain(legend),
        option: plain(option),
        isOn: / checked/.test(tag),
      }),
    ),
  );
  return [...inputs, ...areas, ...lists, ...picks];
}

/** A page as a person without scripts uses it: reads it, fills in by label, presses a button by its words. */
export class LinkedPage {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  private constructor(url: string, status: number, html: string) {
    this.url = url;
    this.status = status;
    this.html = html;
    checkReading(url, html);
  }

  static async open(url: string): Promise<LinkedPage> {
    const answer = await fetch(url);
    return new LinkedPage(url, answer.status, await answer.text());
  }

  /** What stands on it. */
  get words(): string {
    return plain(
      this.html
        .replace(/<style>.*?<\/style>/s, '')
        .replace(/<title>.*?<\/title>/, '')
        .replace(/<(p|h1|h2|button|label|legend|dt|dd|li|a)\b/g, '\n<$1'),
    )
      .split(/\n\s*/)
      .join('\n');
  }

  get #forms(): Form[] {
    return [...this.html.matchAll(/<form method="post" action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map(
      ([, action = '', inner = '']) => ({
        action: new URL(plain(action), this.url).href.replace(/\?$/, ''),
        controls: controlsOf(inner),
        buttons: [...inner.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].map(([, tag = '', title]) => ({
          name: attribute(tag, 'name'),
          value: attribute(tag, 'value'),
          title: plain(title),
        })),
      }),
    );
  }

  #formOf(title: string): { form: Form; button: Form['buttons'][number] } {
    for (const form of this.#forms) {
      const button = form.buttons.find((one) => one.title === title || one.title.startsWith(`${title}:`));
      if (button) return { form, button };
    }
    throw new Error(`no button "${title}" on the page: ${this.words}`);
  }

  /** Presses a button; `changes` are by the beginning of a label. The answer is the page that comes. */
  async press(title: string, changes: Record<string, string> = {}): Promise<LinkedPage> {
    const { form, button } = this.#formOf(title);
    const left = new Map(Object.entries(changes));
    const body = new URLSearchParams();
    for (const { name, value, label, option, isOn } of form.controls) {
      const key = [...left.keys()].find((one) => label !== '' && label.startsWith(one));
      const change = key === undefined ? undefined : changes[key];
      if (option === undefined) body.append(name, change ?? value);
      else if (change === undefined ? isOn : change.split(', ').includes(option)) body.append(name, value);
    }
    const labels = form.controls.map((one) => one.label);
    const unknown = [...left.keys()].filter((key) => !labels.some((label) => label.startsWith(key)));
    if (unknown.length > 0) throw new Error(`no input "${unknown.join('", "')}" on the page: ${this.words}`);
    if (button.name) body.append(button.name, button.value);
    return this.post(form.action, body);
  }

  /** Sends a file by the page's own form for one. */
  async sendFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<LinkedPage> {
    const body = new FormData();
    body.append('file', new Blob([bytes]), name);
    return this.post(this.#formOf('Send the file').form.action, body);
  }

  async post(url: string, body: URLSearchParams | FormData): Promise<LinkedPage> {
    const answer = await fetch(url, { method: 'POST', headers: { origin: new URL(this.url).origin }, body });
    return new LinkedPage(url, answer.status, await answer.text());
  }

  /** Follows a link of the page by its words. */
  follow(title: string): Promise<LinkedPage> {
    const found = [...this.html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gs)].find(([, , words]) =>
      plain(words).includes(title),
    );
    if (!found) throw new Error(`no link "${title}" on the page: ${this.words}`);
    return LinkedPage.open(new URL(plain(found[1]), this.url).href);
  }
}

/** Messages that went to one number or address, the oldest first. */
export async function messagesTo(college: College, to: string): Promise<string[]> {
  const rows = await college.c.outbox
    .find({ kind: { $in: ['sms', 'mail'] }, to })
    .sort({ createdAt: 1 })
    .toArray();
  return rows.map((row) => row.body);
}

/** The signed link in a message; empty where it has none. */
export const linkIn = (message = ''): string => /https?:\S+\/l\/\S+/.exec(message)?.[0] ?? '';

/** Opens the link in the newest message to a number or address that holds these words. */
export async function openLinkTo(college: College, to: string, words: string): Promise<LinkedPage> {
  const all = await messagesTo(college, to);
  const url = linkIn(all.findLast((one) => one.includes(words)));
  if (!url) throw new Error(`no link with "${words}" went to ${to}: ${all.join('\n---\n')}`);
  return LinkedPage.open(url);
}
