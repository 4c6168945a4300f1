import { randomUUID } from 'node:crypto';
import { signed } from '../../src/channels/signature.ts';
import { type LoopbackSms, webhookSecret } from '../providers/loopback-sms.ts';
import type { College } from './college.ts';

/** A telephone on the loopback service: what its owner texts comes in signed, what they get lies with the twin. */
export class Telephone {
  readonly number: string;
  readonly #college: College;
  readonly #twin: LoopbackSms;
  constructor(college: College, twin: LoopbackSms, number: string) {
    this.number = number;
    this.#college = college;
    this.#twin = twin;
  }

  /** Hands a text over as the service does; returns the status it got. */
  async hand(
    text: string,
    more: { id?: string; at?: string; signedAt?: Date; secret?: string; pictures?: number } = {},
  ): Promise<number> {
    const { id = randomUUID(), at, signedAt = new Date(), secret = webhookSecret, pictures } = more;
    const body = JSON.stringify({ id, from: this.number, text, ...(at ? { at } : {}), pictures });
    const headers = { 'content-type': 'application/json', ...signed(body, secret, signedAt) };
    const url = `http://127.0.0.1:${this.#college.bot.port}/texts/webhook`;
    const { status } = await fetch(url, { method: 'POST', body, headers });
    await this.#college.settled();
    return status;
  }

  /** Texts, and returns what came back for it, without the college's name and number; empty where nothing did. */
  async text(text: string, more: { id?: string; at?: string; pictures?: number } = {}): Promise<string> {
    const before = this.got.length;
    const status = await this.hand(text, more);
    if (status !== 204) throw new Error(`the text was answered ${status}`);
    // A link to keep is offered once, whatever is written.
    return this.got
      .slice(before)
      .filter((one) => !one.includes('keep this link'))
      .join('\n');
  }

  /** All texts that went to this telephone, oldest first. */
  get got(): string[] {
    return this.#twin
      .to(this.number)
      .map((one) => one.text.replace(/^Brookvale College: /, '').replace(/ Call us: [\d ]+$/, ''));
  }
}
