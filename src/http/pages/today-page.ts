import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { storyPath } from '../../usecases/core/story-link.ts';
import type { OpenRegister } from '../../usecases/overview/open-registers.ts';
import { type Today, type ToldLearner, today } from '../../usecases/overview/today.ts';
import type { MissingLearner, Rung } from '../../usecases/overview/today-missing.ts';
import { type Html, html, mailOf, phoneOf } from '../html.ts';
import { itemOf, panelOf } from './parts.ts';
import { count, sayLasting, shortDay, timeOrDay } from './say.ts';
import { stateOf } from './shell.ts';
import type { TabAsk, TabPage } from './tab.ts';

type At = TabAsk['at'];
const nameLink = (at: At, { learnerId, name }: { learnerId: string; name: string }) =>
  html`<a class="strong" href="${at(storyPath(learnerId))}">${name}</a>`;

function registerItem(one: OpenRegister, now: Date): Html {
  const minutes = Math.floor((now.getTime() - one.startsAt.getTime()) / 60_000);
  const tutors = one.tutors.map(({ name, mobile }) => html`${name}${mobile ? html` ${phoneOf(mobile)}` : undefined}, `);
  return itemOf(
    html`<p><span class="strong">${timeOf(one.startsAt, one.zone)} ${one.title}</span>${one.room ? `, ${one.room}` : ''}</p>`,
    html`<p class="dim">${tutors}open for ${sayLasting(minutes)}</p>`,
    one.learners.length > 0 ? html`<p>${one.learners.join(', ')}</p>` : undefined,
    one.told > 0 ? html`<p class="dim">${one.told} told us</p>` : undefined,
  );
}

const rungState = ({ words, by, at, isDone }: Rung, now: Date) =>
  stateOf(isDone ? 'good' : 'wait', html`<b>${words}</b>, ${by}, ${timeOrDay(at, now)}`);
const marks = { gone: 'good', failed: 'bad', pending: 'wait' } as const;

function missingItem(one: MissingLearner, at: At, now: Date): Html {
  const calls = one.calls.map(
    ({ label, name, mobile, email }) =>
      html`<li><span class="dim">${label === 'Learner' ? label : `${label}, ${name}`}</span> ${mobile ? phoneOf(mobile) : mailOf(email ?? '')}</li>`,
  );
  return itemOf(
    html`<p>${nameLink(at, one)} ${one.sessions.join(', ')}</p>`,
    html`<ul class="inline">${calls}</ul>`,
    html`${one.told.map((told) => stateOf(marks[told.has], told.words))}`,
    one.rung ? rungState(one.rung, now) : undefined,
  );
}

function toldItem(one: ToldLearner, at: At, now: Date): Html {
  return itemOf(
    html`<p>${nameLink(at, one)} ${one.words}</p>`,
    html`<p class="dim">${one.sessions.join(', ')}${one.at ? ` · said ${timeOrDay(one.at, now)}` : ''}</p>`,
  );
}

function leftPanel({ left, at: now }: Today, at: At): Html | undefined {
  if (left.people.length + left.registers.length === 0) return undefined;
  const people = left.people.map((one) =>
    itemOf(
      html`<p>${nameLink(at, one)} ${one.session}</p>`,
      one.rung ? rungState(one.rung, now) : html`<p>Nobody has said yet what came of it.</p>`,
    ),
  );
  const registers = left.registers.map((one) =>
    itemOf(
      html`<p><span class="strong">${shortDay(one.day)}, ${timeOf(one.startsAt, one.zone)} ${one.title}</span>: register not saved. ${one.tutors.map(({ name }) => name).join(', ')}</p>`,
    ),
  );
  return html`<section class="card left"><h2>Left from the days before</h2>${people}${registers}</section>`;
}

function sayAll({ counts }: Today): string {
  const due = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const parts = [
    [counts.here, 'here'],
    [counts.told, 'told us'],
    [counts.missing, 'missing'],
    [counts.unknown, 'not known'],
    [counts.later, 'later today'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return due === 0 ? 'No sessions with a register today.' : `${count(due, 'learner')} due: ${said.join(', ')}.`;
}

function sheetOf(found: Today): (string | number)[][] {
  return [
    ['Where', 'Learner', 'Session', 'What is known', 'Whom to ring', 'What came of it'],
    ...found.missing.map((one) => [
      'Missing',
      one.name,
      one.sessions.join(', '),
      one.told.map(({ words }) => words).join('; '),
      one.calls.map(({ label, name, mobile, email }) => `${label}: ${name} ${mobile ?? email}`).join('; '),
      one.rung ? `${one.rung.words}, ${one.rung.by}` : '',
    ]),
    ...found.unknown.flatMap((one) =>
      one.learners.map((name) => [
        'Not known',
        name,
        `${timeOf(one.startsAt, one.zone)} ${one.title}`,
        'Register not saved',
        '',
        '',
      ]),
    ),
    ...found.told.map((one) => ['Told us', one.name, one.sessions.join(', '), one.words, '', '']),
    ...found.left.people.map((one) => ['Left from before', one.name, one.session, '', '', one.rung?.words ?? '']),
  ];
}

/** Who is not known yet, who is missing without word and whom to ring, who told us. */
export const todayPage: TabPage = {
  title: 'Today',
  async show(world, { viewer, at }) {
    const found = await today(world, viewer);
    if (isRefusal(found)) return found;
    const waits = found.missing.filter((one) => !one.rung?.isDone).length;
    const none = html`<p>Nobody.</p>`;
    return {
      title: 'Today',
      lead: sayAll(found),
      note: `${sayDay(dayOf(found.at))}, ${timeOf(found.at)}.`,
      body: html`${leftPanel(found, at)}<div class="cols three">
${panelOf(`Not known yet ${found.counts.unknown}`, found.unknown.length > 0 ? 'The register is not saved.' : '', found.unknown.length > 0 ? found.unknown.map((one) => registerItem(one, found.at)) : none)}
${panelOf(`Missing without word ${found.missing.length}`, found.missing.length > 0 ? `${waits} to ring, ${found.missing.length - waits} done.` : '', found.missing.length > 0 ? found.missing.map((one) => missingItem(one, at, found.at)) : none)}
${panelOf(`Told us ${found.told.length}`, 'What they said, and when.', found.told.length > 0 ? found.told.map((one) => toldItem(one, at, found.at)) : none)}</div>`,
      sheet: { name: 'Today', rows: sheetOf(found) },
      foot: 'What came of a call is said on the card “Missing” in the chat.',
    };
  },
};
