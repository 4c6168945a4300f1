import { setTimeout as pause } from 'node:timers/promises';
import { TeamsClient, wordsOf } from '../teams/client.ts';
import type { Card } from '../teams/loopback-teams.ts';
import type { ChaosCollege, Tutor } from './chaos-college.ts';
import type { Delivery, Seen } from './deliver.ts';
import type { Ledger, PressRecord } from './ledger.ts';
import type { Chance } from './random.ts';

type Classroom = { college: ChaosCollege; delivery: Delivery; ledger: Ledger; isOver(): boolean };

/** The cards in a tutor's chat that belong to a register. */
export function cardsOf(college: ChaosCollege, tutor: Tutor, registerId: string) {
  return college.teams.shownTo(tutor.user).filter((one) => JSON.stringify(one.card ?? '').includes(`"${registerId}"`));
}

function versionOf(card: Card | undefined): number | undefined {
  const versions = (card?.actions ?? []).map((action) => Number(action.data.version)).filter(Number.isFinite);
  return versions.length > 0 ? Math.max(...versions) : undefined;
}

/** One tutor at one register: waits for the card, then presses "save" several times, amending as it goes. */
export class TutorAtRegister {
  readonly #room: Classroom;
  readonly tutor: Tutor;
  readonly registerId: string;
  readonly #chance: Chance;
  #version = 1;
  #minute = 0;

  constructor(room: Classroom, tutor: Tutor, registerId: string, chance: Chance) {
    this.#room = room;
    this.tutor = tutor;
    this.registerId = registerId;
    this.#chance = chance;
  }

  async work(): Promise<void> {
    while (cardsOf(this.#room.college, this.tutor, this.registerId).length === 0) {
      if (this.#room.isOver()) return;
      await pause(100);
    }
    const presses = this.#chance.whole(2, 8);
    for (let i = 0; i < presses && !this.#room.isOver(); i++) {
      await pause(this.#chance.between(100, 2_500));
      if (i > 0 && this.#chance.is(0.25)) await this.#openAmendForm();
      await this.#press(i === 0 && this.#chance.is(0.3) ? 'present' : 'leave', this.#chance.is(0.65) ? 5 : 1);
    }
  }

  /** Marks all own learners once more, so that the register is whole; for the time after the faults. */
  async finish(): Promise<void> {
    const minutes = new Map(this.tutor.learners.map((one) => [one.enrolmentId, ++this.#minute]));
    await this.#send('leave', minutes, 10);
  }

  /** Leaves an amend form that was opened and never saved. */
  async leaveForm(): Promise<void> {
    await this.#invoke('register-show', { registerId: this.registerId, version: this.#version }, () => undefined);
  }

  async #press(rest: 'present' | 'leave', attempts: number): Promise<void> {
    const learners = this.#chance.some(this.tutor.learners);
    const minutes = new Map(learners.map((one) => [one.enrolmentId, ++this.#minute]));
    await this.#send(rest, minutes, attempts);
  }

  async #send(rest: 'present' | 'leave', minutes: Map<string, number>, attempts: number): Promise<void> {
    const press = this.#room.ledger.press(this.registerId, this.tutor.id, this.#version, minutes);
    const marks = [...minutes].map(([enrolmentId, late]) => [`m_${enrolmentId}`, `late:${late}`]);
    const payload = {
      registerId: this.registerId,
      version: this.#version,
      page: 0,
      rest,
      ...Object.fromEntries(marks),
    };
    for (let attempt = 0; attempt < attempts; attempt++) {
      const seen = await this.#invoke('register-save', payload, (one) => this.#note(press, one));
      this.#version = versionOf(seen.card) ?? this.#version;
      if (seen.card) return;
      await pause(this.#chance.between(200, 1_200));
    }
  }

  async #openAmendForm(): Promise<void> {
    const data = { registerId: this.registerId, version: this.#version };
    const seen = await this.#invoke('register-amend', data, () => undefined);
    this.#version = versionOf(seen.card) ?? this.#version;
    await pause(this.#chance.between(300, 1_500));
  }

  #invoke(verb: string, data: object, onSeen: (seen: Seen) => void): Promise<Seen> {
    const { college, delivery } = this.#room;
    const shown = cardsOf(college, this.tutor, this.registerId).at(-1);
    const activity = new TeamsClient(college.teams, 0).activity(this.tutor.user, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      ...(shown ? { replyToId: shown.id } : {}),
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    });
    return delivery.send(activity, onSeen);
  }

  #note(press: PressRecord, { card }: Seen): void {
    press.answers.push(card ? `saved, now version ${versionOf(card)}` : 'nothing');
    if (!card) return;
    press.isAcknowledged = true;
    const words = wordsOf(card);
    for (const { enrolmentId, name } of this.tutor.learners) {
      const minutes = press.minutes.get(enrolmentId);
      const isTold = words
        .split('\n')
        .some((line) => line.includes(name) && line.includes(`You chose Late ${minutes} min`));
      if (isTold) press.told.add(enrolmentId);
    }
  }
}
