import { dayOf } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { isRefusal } from '../../domain/failure.ts';
import { cannotReach, type ListedPerson, notConfirmed, type OfficeList } from '../../usecases/overview/office-lists.ts';
import { html, mailOf, phoneOf } from '../html.ts';
import { tableOf } from './parts.ts';
import { count, shortDay, shortTime } from './say.ts';
import type { View } from './shell.ts';
import type { TabPage } from './tab.ts';

/** A list of people: who, since when, why, how else to reach them. */
function listView(
  title: string,
  { at, people }: OfficeList,
  { lead, since, none, foot }: { lead: string; since: string; none: string; foot: string },
): View {
  const hasWhy = people.some((one) => one.why);
  const row = (one: ListedPerson) =>
    html`<tr><th scope="row">${one.name}<span class="small dim">${one.ref}</span></th><td>${capital(one.roles)}</td><td data-label="${since}">${shortDay(dayOf(one.since))}</td>
${hasWhy ? html`<td>${capital(one.why ?? '')}</td>` : undefined}<td>${one.mobile ? phoneOf(one.mobile) : undefined}</td><td>${one.email ? mailOf(one.email) : undefined}</td></tr>`;
  const heads = ['Who', 'Role', since, ...(hasWhy ? ['Why'] : []), 'Phone', 'Email'];
  return {
    title,
    lead,
    note: shortTime(at),
    body: tableOf({ caption: title, heads, rows: people.map(row), none }),
    sheet: {
      name: title,
      rows: [
        ['Name', 'Reference', 'Role', since, 'Why', 'Phone', 'Email'],
        ...people.map((one) => [
          one.name,
          one.ref,
          one.roles,
          dayOf(one.since),
          one.why ?? '',
          one.mobile ?? '',
          one.email ?? '',
        ]),
      ],
    },
    foot,
  };
}

/** Who has not confirmed the policy. */
export const unreadPage: TabPage = {
  title: 'Not confirmed',
  async show(world, { viewer }) {
    const found = await notConfirmed(world, viewer);
    if (isRefusal(found)) return found;
    const { people, unheard = 0 } = found;
    const more =
      unheard > 0
        ? ` ${count(unheard, 'more has', 'more have')} never written; they are asked when they first do.`
        : '';
    return listView('Policy not confirmed', found, {
      lead:
        people.length === 0
          ? `Everyone who was asked has confirmed the policy.${more}`
          : `${count(people.length, 'person has', 'people have')} not confirmed the policy.${more}`,
      since: 'Asked',
      none: 'Nobody is on this list.',
      foot: 'Write "not confirmed" in the chat to ask them again, or to note a confirmation on paper.',
    });
  },
};

/** Whom Teams does not reach. */
export const unreachedPage: TabPage = {
  title: 'Cannot reach',
  async show(world, { viewer }) {
    const found = await cannotReach(world, viewer);
    if (isRefusal(found)) return found;
    const number = found.people.length;
    return listView('Cannot be reached', found, {
      lead:
        number === 0
          ? 'Everyone who has ever opened the chat can be reached in it.'
          : `${count(number, 'person', 'people')} cannot be reached in Teams.`,
      since: 'Since',
      none: 'Nobody is on this list.',
      foot: 'They get a mail where there is an address. Who writes to Attendance leaves this list.',
    });
  },
};
