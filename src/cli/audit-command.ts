import { sayAudited, sayWay } from '../domain/audit.ts';
import { dayOf, instantOf, timeOf } from '../domain/calendar.ts';
import { count } from '../domain/count.ts';
import { nameAndRef } from '../domain/person.ts';
import { readDay, say, type Values } from './command.ts';
import { withDatabase } from './with-database.ts';

/** More is no list any more: `--since` and `--person` make it shorter. */
const mostShown = 500;

/** `cli audit`: who saw and changed restricted things, the newest first; the exit code. Whoever reads it is no entry. */
export async function auditCommand(values: Values): Promise<number> {
  const { person } = values;
  const since = readDay(values, 'since');
  return withDatabase(async ({ world }) => {
    const { audit, people } = world.records;
    const which = {
      ...(typeof person === 'string' ? { personId: person } : {}),
      ...(since ? { since: instantOf(since, '00:00') } : {}),
    };
    const found = await audit.find(which, mostShown + 1);
    const shown = found.slice(0, mostShown);
    const ids = shown.flatMap((one) => [...(one.byId ? [one.byId] : []), ...one.aboutIds]);
    const names = new Map((await people.byIds(ids)).map((one) => [one._id, nameAndRef(one)]));
    const nameOf = (id: string) => names.get(id) ?? id;
    for (const one of shown) {
      const who = one.byId ? nameOf(one.byId) : one.osUser ? `${one.osUser} (on the machine)` : 'the bot';
      const about = one.aboutIds.length > 0 ? `, about ${one.aboutIds.map(nameOf).join(', ')}` : '';
      const more = Object.entries(one.more ?? {}).map(([name, value]) => `; ${name}: ${value}`);
      say(
        `${dayOf(one.at)} ${timeOf(one.at)}  ${who} ${one.did} ${sayAudited(one.what)} (${one.thingId})${about}, ${sayWay(one.how)}${more.join('')}`,
      );
    }
    say(
      found.length > mostShown
        ? `The newest ${mostShown}; there are more: --since <day> or --person <person_id> makes it shorter.`
        : `${count(shown.length, 'line')}.`,
    );
    return 0;
  });
}
