import { timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import { ownPageOf } from '../../usecases/core/own-page.ts';
import type { SessionFact } from '../../usecases/overview/day-facts.ts';
import type { PlannedDay } from '../../usecases/overview/days-ahead.ts';
import type { ToldUs } from '../../usecases/overview/told-us.ts';
import { type Html, html } from '../html.ts';
import { itemOf, panelOf } from './parts.ts';
import { shortDay, shortTime } from './say.ts';
import { stateOf } from './shell.ts';

const marks: Record<SessionFact['state'], 'good' | 'wait' | 'bad' | 'open'> = {
  in: 'good',
  late: 'wait',
  out: 'bad',
  other: 'open',
  told: 'wait',
  unknown: 'open',
  'to-come': 'open',
  cancelled: 'bad',
};

/** Days with their sessions: when, what, where, with whom, and what is known of each. What is simply to come says no more. */
export function weekPanel(title: string, days: readonly PlannedDay[], none: string): Html {
  const lines = days.map(({ day, facts }) =>
    itemOf(
      html`<h3>${shortDay(day)}</h3>`,
      html`${facts.map(({ session, state, words, tutors }) => {
        const place = session.mode === 'remote' ? 'online' : session.room;
        const detail = [place, ...tutors].filter(Boolean).join(', ');
        return html`<p><span class="strong">${timeOf(session.startsAt, session.zone)} to ${timeOf(session.endsAt, session.zone)} ${session.title}</span> <span class="dim">${detail}</span></p>${state === 'to-come' ? undefined : stateOf(marks[state], words)}`;
      })}`,
    ),
  );
  return panelOf(title, '', days.length > 0 ? lines : html`<p>${none}</p>`);
}

/** What was told, by whom and how it stands. */
export function toldPanel(title: string, told: readonly ToldUs[], how: string): Html {
  const lines = told.map((one) =>
    itemOf(
      html`<p class="strong">${one.what}</p>`,
      html`<p>${one.state} <span class="dim">· ${one.by === 'you' ? 'you said it' : `${one.by} said it`}, ${shortTime(one.at)}</span></p>`,
    ),
  );
  return panelOf(title, how, told.length > 0 ? lines : html`<p>Nothing in the last four weeks.</p>`);
}

/** How somebody tells us who looks at this page: in the chat, or by the link they have where Teams does not reach them. */
export function howToTell(viewer: Person): string {
  return ownPageOf(viewer)
    ? 'Use the link we sent you for that, or call your college.'
    : 'Write it in the chat in your own words.';
}
