import { sayWay } from '../domain/audit.ts';
import { dayOf, instantOf, timeOf } from '../domain/calendar.ts';
import { count } from '../domain/count.ts';
import { toTrailLines } from '../usecases/overview/audit-trail.ts';
import { readDay, say, type Values } from './command.ts';
import { withDatabase } from './with-database.ts';

/** More is no list any more: `--since` and `--person` make it shorter. */
const mostShown = 500;

/** `cli audit`: who saw and changed restricted things, the newest first; the exit code. Whoever reads it is no entry. */
export async function auditCommand(values: Values): Promise<number> {
  const { person } = values;
  const since = readDay(values, 'since');
  return withDatabase(async ({ world }) => {
    const which = {
      ...(typeof person === 'string' ? { personId: person } : {}),
      ...(since ? { since: instantOf(since, '00:00') } : {}),
    };
    const found = await world.records.audit.find(which, mostShown + 1);
    const lines = await toTrailLines(world, found.slice(0, mostShown));
    for (const { at, who, did, thingId, about, how, more } of lines) {
      const whom = about.length > 0 ? `, about ${about.map(({ name }) => name).join(', ')}` : '';
      say(`${dayOf(at)} ${timeOf(at)}  ${who} ${did} (${thingId})${whom}, ${sayWay(how)}${more ? `; ${more}` : ''}`);
    }
    say(
      found.length > mostShown
        ? `The newest ${mostShown}; there are more: --since <day> or --person <person_id> makes it shorter.`
        : `${count(lines.length, 'line')}.`,
    );
    return 0;
  });
}
