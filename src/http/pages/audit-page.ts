import { sayWay } from '../../domain/audit.ts';
import { addDays, dayOf, isDay, timeOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { type AuditTrail, auditTrail, type TrailLine, type TrailName } from '../../usecases/overview/audit-trail.ts';
import { type Html, html } from '../html.ts';
import { pillsOf, tableOf } from './parts.ts';
import { count, shortTime } from './say.ts';
import type { TabAsk, TabPage } from './tab.ts';

/** Lines on a page, and in a file. */
const mostShown = 300;
const mostInFile = 20_000;
/** People named in one line of the page; a file has them all. */
const mostNamed = 8;

type Asked = { person: string; from: string; to: string };

const addressOf = (at: TabAsk['at'], asked: Partial<Asked>) => {
  const given = Object.entries(asked).filter(([, value]) => value !== '');
  return at(`audit${given.length > 0 ? `?${new URLSearchParams(Object.fromEntries(given))}` : ''}`);
};

function lineRow(
  { at: when, by, who, did, about, how, thingId, more }: TrailLine,
  link: (one: TrailName) => Html,
): Html {
  const named = about.slice(0, mostNamed).map((one, i) => html`${i > 0 ? ', ' : ''}${link(one)}`);
  const rest = about.length > mostNamed ? ` and ${about.length - mostNamed} more` : '';
  return html`<tr><td data-label="When">${shortTime(when)}</td><th scope="row">${by ? link(by) : who}</th>
<td>${did}, ${sayWay(how)}<span class="small dim">${thingId}${more ? `; ${more}` : ''}</span></td><td data-label="About">${about.length > 0 ? html`${named}${rest}` : 'nobody in particular'}</td></tr>`;
}

function askForm(at: TabAsk['at'], { person, from, to }: Asked): Html {
  return html`<form method="get" action="${at('audit')}" class="ask">
<label>Person: name, reference or id <input name="person" value="${person}" maxlength="100" autocomplete="off"></label>
<label>From <input type="date" name="from" value="${from}"></label>
<label>To <input type="date" name="to" value="${to}"></label><button>Show</button></form>`;
}

function leadOf({ people, lines, hasMore }: AuditTrail, { person }: Asked): string {
  if (people?.length === 0)
    return `Nobody is called “${person}”. Please write the whole name, the reference or the id.`;
  if (people && people.length > 1) return `${people.length} people are called so. Please pick one.`;
  const of = people?.[0] ? ` by or about ${people[0].name}` : '';
  return hasMore
    ? `The newest ${lines.length} lines${of}; there are more: fewer days show them.`
    : `${count(lines.length, 'line')}${of}.`;
}

/** Who saw and changed restricted things, for the Data Protection Officer: by person and days, on the page or as a file. */
export const auditPage: TabPage = {
  title: 'Audit trail',
  async show(world, { viewer, query, at }) {
    const dayIn = (name: string) => (isDay(query.get(name) ?? '') ? (query.get(name) as string) : '');
    const asked = { person: (query.get('person') ?? '').trim().slice(0, 100), from: dayIn('from'), to: dayIn('to') };
    const { person, from, to } = asked;
    const found = await auditTrail(world, viewer, {
      ...(person ? { person } : {}),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      most: query.has('export') ? mostInFile : mostShown,
    });
    if (isRefusal(found)) return found;
    const { lines, people = [], hasMore } = found;
    const today = dayOf(found.at);
    const spans = {
      'All days': '',
      Today: today,
      'Last 7 days': addDays(today, -6),
      'Last 30 days': addDays(today, -29),
    };
    const pills = Object.entries(spans).map(([title, since]) => ({
      title,
      href: addressOf(at, { person, from: since }),
      isChosen: since === from && to === '',
    }));
    const link = ({ id, name }: TrailName) => html`<a href="${addressOf(at, { ...asked, person: id })}">${name}</a>`;
    return {
      title: 'Audit trail',
      lead: leadOf(found, asked),
      note: shortTime(found.at),
      body: html`${askForm(at, asked)}${pillsOf('Days', pills)}
${people.length > 1 ? html`<ul>${people.map((one) => html`<li>${link(one)}</li>`)}</ul>` : undefined}
${tableOf({ caption: 'Audit trail', heads: ['When', 'Who', 'Did what', 'About'], rows: lines.map((one) => lineRow(one, link)) })}`,
      sheet: {
        name: 'Audit trail',
        rows: [
          ['Day', 'Time', 'Who', 'Person id', 'Did what', 'Way', 'Thing', 'About', 'About ids', 'More'],
          ...lines.map((one) => [
            dayOf(one.at),
            timeOf(one.at),
            one.who,
            one.by?.id ?? '',
            one.did,
            sayWay(one.how),
            one.thingId,
            one.about.map(({ name }) => name).join(', '),
            one.about.map(({ id }) => id).join(' '),
            one.more,
          ]),
          ...(hasMore ? [['', '', `Only the newest ${mostInFile} lines: ask for fewer days`]] : []),
        ],
      },
      foot: 'Certificates, concerns, stories, pages and marks as files, erasures, what went by age. Lines are added, never changed; none has a word of a concern. That you looked is a line, too.',
    };
  },
};
